package dev.chatwright.server.account;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Delays attempts that keep failing, ever longer, by whatever they have in common. It remembers the
 * newest only, so that its memory is bounded.
 *
 * <p>Safe for use by several threads.
 */
final class Throttle {
  private static final int MOST_REMEMBERED = 20_000;
  private static final Duration FORGOTTEN = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 20;

  private final int free;
  private final Duration longest;
  private final InstantSource clock;
  private final Map<String, Failures> known = new LinkedHashMap<>();

  /**
   * Creates a throttle.
   *
   * @param free how many attempts may fail before there is a delay: of a second, then ever twice as
   *     long
   * @param longest the longest delay
   */
  Throttle(int free, Duration longest, InstantSource clock) {
    this.free = free;
    this.longest = longest;
    this.clock = clock;
  }

  /** Failures in a row. Immutable. */
  private record Failures(int count, long lastAt, long waitMillis) {}

  /** Returns how long an attempt has to wait. */
  synchronized Duration delay(String key) {
    Failures failures = known.get(key);
    if (failures == null) {
      return Duration.ZERO;
    }
    long passed = Math.max(0, clock.millis() - failures.lastAt());
    return Duration.ofMillis(Math.max(0, failures.waitMillis() - passed));
  }

  /** Counts an attempt as failed, before it is known to be, so that many at once do not slip by. */
  synchronized void count(String key) {
    Failures before = known.remove(key); // so that it becomes the newest
    long now = clock.millis();
    boolean fresh = before == null || now - before.lastAt() > FORGOTTEN.toMillis();
    int count = fresh || before == null ? 1 : before.count() + 1;
    known.put(key, new Failures(count, now, waitMillis(count)));
    if (known.size() > MOST_REMEMBERED) {
      known.remove(known.keySet().iterator().next());
    }
  }

  private long waitMillis(int count) {
    int doublings = Math.min(MOST_DOUBLINGS, count - free);
    return doublings < 0 ? 0 : Math.min(longest.toMillis(), 1000L << doublings);
  }

  /** Takes one failure back, as the attempt was right. */
  synchronized void takeBack(String key) {
    Failures failures = known.get(key);
    if (failures != null) {
      int count = Math.max(0, failures.count() - 1);
      known.replace(key, new Failures(count, failures.lastAt(), waitMillis(count)));
    }
  }

  /** Forgets all failures. */
  synchronized void forgive(String key) {
    known.remove(key);
  }
}
