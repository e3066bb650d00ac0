package dev.chatwright.training.runs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The energy that the processors take, by the counters that Linux shows of them (RAPL), where it
 * shows them.
 *
 * <p>Counters begin again at 0 some time after a quarter of an hour under load; {@link #poll} must
 * be called more often. Confined to one thread.
 */
final class EnergyMeter {
  private static final Path COUNTERS = Path.of("/sys/class/powercap");

  private final List<Counter> counters = new ArrayList<>();
  private boolean broken;

  private static final class Counter {
    private final Path file;
    private final long range;
    private long last;
    private long sum;

    Counter(Path folder) throws IOException {
      file = folder.resolve("energy_uj");
      range = number(folder.resolve("max_energy_range_uj"));
      last = number(file);
    }

    void poll() throws IOException {
      long now = number(file);
      sum += now >= last ? now - last : now + range - last;
      last = now;
    }

    private static long number(Path file) throws IOException {
      try {
        return Long.parseLong(Files.readString(file).strip());
      } catch (NumberFormatException wrong) {
        throw new IOException(file + " holds no number", wrong);
      }
    }
  }

  /** Returns a meter that begins now. */
  static EnergyMeter start() {
    return start(COUNTERS);
  }

  /** Returns a meter of the counters in a folder. */
  static EnergyMeter start(Path folder) {
    EnergyMeter meter = new EnergyMeter();
    try (DirectoryStream<Path> packages = Files.newDirectoryStream(folder, "intel-rapl:?")) {
      for (Path each : packages) {
        meter.counters.add(new Counter(each));
      }
    } catch (IOException _) {
      meter.broken = true; // not this system, or not allowed
    }
    return meter;
  }

  /** Reads the counters. */
  void poll() {
    try {
      for (Counter counter : counters) {
        counter.poll();
      }
    } catch (IOException _) {
      broken = true;
    }
  }

  /** Returns what was taken up to the last poll, or empty where that is not known. */
  OptionalDouble joules() {
    if (broken || counters.isEmpty()) {
      return OptionalDouble.empty();
    }
    long sum = 0;
    for (Counter counter : counters) {
      sum += counter.sum;
    }
    return OptionalDouble.of(sum / 1e6);
  }
}
