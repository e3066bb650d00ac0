package dev.chatwright.cli.load.serving;

import dev.chatwright.cli.load.Bounds;
import java.time.Duration;

/**
 * How hard a server is used.
 *
 * <p>Immutable.
 *
 * @param chats how many people chat at the same time
 * @param replies how many replies each of them asks for at most
 * @param atMost after which time nobody asks any more
 * @param seed decides what is asked and when somebody leaves
 */
public record StressOptions(int chats, int replies, Duration atMost, long seed) {
  private static final int MOST_CHATS = 1000;

  /** Checks the numbers. */
  public StressOptions {
    Bounds.require("chats", chats, 1, MOST_CHATS);
    Bounds.require("replies", replies, 1, Integer.MAX_VALUE);
    if (atMost.isNegative() || atMost.isZero()) {
      throw new IllegalArgumentException("minutes must be more than none, got " + atMost);
    }
  }
}
