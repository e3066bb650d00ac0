package dev.chatwright.cli.load;

import java.time.Duration;

/**
 * How much is to be stored and found.
 *
 * <p>Immutable.
 *
 * @param writers how many people write at once
 * @param messages how many messages each of them sends
 * @param pause how long each of them waits between two, on average
 * @param listed how many chats the list has
 * @param searched how many chats are searched
 */
public record StoreOptions(int writers, int messages, Duration pause, int listed, int searched) {
  private static final int MOST = 100_000;

  /** Checks the numbers. */
  public StoreOptions {
    require("writers", writers);
    require("messages", messages);
    require("listed", listed);
    require("searched", searched);
  }

  private static void require(String name, int number) {
    if (number < 1 || number > MOST) {
      throw new IllegalArgumentException(
          "%s must be 1 to %d, got %d".formatted(name, MOST, number));
    }
  }
}
