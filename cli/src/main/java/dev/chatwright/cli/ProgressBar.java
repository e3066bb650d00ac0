package dev.chatwright.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * A line on standard error that shows how far something is, how fast it goes and how long it will
 * take.
 *
 * <p>Drawn in place on a terminal; elsewhere a plain line at every tenth. What is done soon shows
 * none. Confined to one thread.
 */
final class ProgressBar {
  private static final int CELLS = 30;
  private static final long REDRAW_NANOS = 100_000_000;
  private static final long QUIET_NANOS = 2_000_000_000;

  private final PrintStream out;
  private final boolean interactive;
  private final String label;
  private final String unit;
  private final double unitSize;
  private final long quietNanos;
  private final long startNanos = System.nanoTime();
  private long lastDrawnNanos;
  private int lastTenth = -1;

  /**
   * Creates the bar.
   *
   * @param unit what is counted, such as MB
   * @param unitSize how much of the count is one unit, such as 1,000,000 bytes
   * @param quietNanos how long nothing is shown
   */
  ProgressBar(
      PrintStream out,
      boolean interactive,
      String label,
      String unit,
      double unitSize,
      long quietNanos) {
    this.out = out;
    this.interactive = interactive;
    this.label = label;
    this.unit = unit;
    this.unitSize = unitSize;
    this.quietNanos = quietNanos;
  }

  static ProgressBar onStandardError(String label, String unit, double unitSize) {
    return new ProgressBar(
        System.err, Terminal.isInteractive(), label, unit, unitSize, QUIET_NANOS);
  }

  /** Shows that {@code done} of {@code total} are done. */
  void show(long counted, long total) {
    show(counted, total, "");
  }

  /** As above, with what else is to be told of that moment. */
  void show(long counted, long total, String remark) {
    long done = Math.min(counted, total); // an estimate may overshoot
    if (total <= 0 || System.nanoTime() - startNanos < quietNanos) {
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
        unitSize == 1
            ? "%3d %%  %,.0f of %,.0f %s  %.1f %s/s%s"
            : "%3d %%  %.1f of %.1f %s  %.1f %s/s%s",
        100 * done / total,
        done / unitSize,
        total / unitSize,
        unit,
        rate,
        unit,
        done == 0 ? "" : left(Math.round((total - done) / unitSize / rate)));
  }

  private static String left(long seconds) {
    return seconds == 0 ? "" : "  %s left".formatted(clock(Duration.ofSeconds(seconds)));
  }

  private static String clock(Duration duration) {
    return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
  }
}
