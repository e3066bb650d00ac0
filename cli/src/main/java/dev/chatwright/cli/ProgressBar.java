package dev.chatwright.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * A line on standard error that shows how far something is, how fast it goes and how long it will
 * take.
 *
 * <p>Drawn in place on a terminal; elsewhere a plain line at every tenth. Confined to one thread.
 */
final class ProgressBar {
  private static final int CELLS = 30;
  private static final long REDRAW_NANOS = 100_000_000;

  private final PrintStream out;
  private final boolean interactive;
  private final String label;
  private final String unit;
  private final double unitSize;
  private final long startNanos = System.nanoTime();
  private long lastDrawnNanos;
  private int lastTenth = -1;

  /**
   * Creates the bar.
   *
   * @param unit what is counted, such as MB
   * @param unitSize how much of the count is one unit, such as 1,000,000 bytes
   */
  ProgressBar(PrintStream out, boolean interactive, String label, String unit, double unitSize) {
    this.out = out;
    this.interactive = interactive;
    this.label = label;
    this.unit = unit;
    this.unitSize = unitSize;
  }

  static ProgressBar onStandardError(String label, String unit, double unitSize) {
    return new ProgressBar(System.err, Terminal.isInteractive(), label, unit, unitSize);
  }

  /** Shows that {@code done} of {@code total} are done. */
  void show(long counted, long total) {
    show(counted, total, "");
  }

  /** As above, with what else is to be told of that moment. */
  void show(long counted, long total, String remark) {
    long done = Math.min(counted, total); // an estimate may overshoot
    if (total <= 0) {
      return;
    }
    if (interactive) {
      drawInPlace(done, total, remark);
    } else {
      printTenth(done, total, remark);
    }
  }

  /** Prints a line of its own above the bar. */
  void say(String line) {
    out.println((interactive ? "\r\033[K" : "") + line);
  }

  private void drawInPlace(long done, long total, String remark) {
    long now = System.nanoTime();
    if (done < total && now - lastDrawnNanos < REDRAW_NANOS) {
      return;
    }
    lastDrawnNanos = now;
    int filled = (int) (CELLS * done / total);
    out.print(
        "\r\033[K%s %s%s %s%s"
            .formatted(
                label,
                "█".repeat(filled),
                "░".repeat(CELLS - filled),
                figures(done, total),
                remark));
    if (done >= total) {
      out.println();
    }
    out.flush();
  }

  private void printTenth(long done, long total, String remark) {
    int tenth = (int) (10 * done / total);
    if (tenth > lastTenth) {
      lastTenth = tenth;
      out.println("%s %s%s".formatted(label, figures(done, total), remark));
    }
  }

  private String figures(long done, long total) {
    double seconds = Math.max(1e-3, (System.nanoTime() - startNanos) * 1e-9);
    double rate = done / unitSize / seconds;
    return String.format(
        Locale.ROOT,
        "%3d %%  %.1f of %.1f %s  %.1f %s/s%s",
        100 * done / total,
        done / unitSize,
        total / unitSize,
        unit,
        rate,
        unit,
        done == 0 ? "" : left((total - done) / unitSize / rate));
  }

  private static String left(double seconds) {
    return "  %s left".formatted(clock(Duration.ofSeconds(Math.round(seconds))));
  }

  private static String clock(Duration duration) {
    return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
  }
}
