package dev.chatwright.training.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a run computes on.
 *
 * <p>Immutable.
 *
 * @param cpu its name, or its instruction set where the system does not tell
 * @param threads how many compute
 * @param kernels what they compute with
 * @param java the version of the virtual machine
 * @param system the operating system
 */
public record Machine(String cpu, int threads, String kernels, String java, String system) {

  /** Describes the machine on which this is called. */
  public static Machine current(int threads, String kernels) {
    return new Machine(
        cpuName(),
        threads,
        kernels,
        Runtime.version().toString(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }

  private static String cpuName() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(Machine::architecture);
    } catch (IOException _) {
      return architecture();
    }
  }

  private static String architecture() {
    return System.getProperty("os.arch");
  }
}
