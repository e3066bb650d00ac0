package dev.chatwright.cli.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Delays by their length, to a twentieth of a millisecond; what is longer than three seconds counts
 * as that.
 *
 * <p>Safe for use by several threads.
 */
public final class Delays {
  private static final long STEP_NANOS = 50_000;
  private static final int STEPS = 60_000;

  private final AtomicLongArray counts = new AtomicLongArray(STEPS);

  void add(Duration delay) {
    long step = Math.max(0, delay.toNanos() / STEP_NANOS);
    counts.incrementAndGet((int) Math.min(step, STEPS - 1));
  }

  /** Returns how many there are. */
  public long count() {
    long count = 0;
    for (int i = 0; i < STEPS; i++) {
      count += counts.get(i);
    }
    return count;
  }

  /**
   * Returns the milliseconds that this share of the delays does not exceed; 0 when there are none.
   *
   * @param share 0 to 1
   */
  public double millis(double share) {
    long wanted = (long) Math.ceil(share * count());
    long seen = 0;
    for (int i = 0; i < STEPS; i++) {
      seen += counts.get(i);
      if (seen >= wanted && seen > 0) {
        return (i + 1) * STEP_NANOS / 1e6;
      }
    }
    return 0;
  }
}
