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
    Bounds.require("writers", writers, 1, MOST);
    Bounds.require("messages", messages, 1, MOST);
    Bounds.require("listed", listed, 1, MOST);
    Bounds.require("searched", searched, 1, MOST);
  }
}
