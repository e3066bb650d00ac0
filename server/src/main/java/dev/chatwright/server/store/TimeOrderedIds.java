package dev.chatwright.server.store;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * UUIDs of version 7 (RFC 9562): the time in milliseconds, then a counter that starts at random
 * each millisecond, then random bits. They sort as they were made even when the clock is set back.
 *
 * <p>Safe for use by several threads.
 */
public final class TimeOrderedIds implements IdSource {
  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final int COUNTER_BITS = 12;
  private static final long VERSION = 0x7000;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private long lastTick; // milliseconds and counter in one number; guarded by this

  /** Creates the source. */
  public TimeOrderedIds(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String next() {
    long tick = tick();
    long high = (tick >>> COUNTER_BITS) << 16 | VERSION | (tick & 0xFFF);
    return new UUID(high, random.nextLong() >>> 2 | VARIANT).toString();
  }

  private synchronized long tick() {
    long now = clock.millis() << COUNTER_BITS | random.nextInt(1 << (COUNTER_BITS - 1));
    lastTick = now > lastTick ? now : lastTick + 1;
    return lastTick;
  }

  /** Returns whether a text has the form of an id, of whatever version. */
  public static boolean isId(String text) {
    return FORM.matcher(text).matches();
  }
}
