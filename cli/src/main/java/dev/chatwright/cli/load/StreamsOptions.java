package dev.chatwright.cli.load;

/**
 * How many streams there are to be.
 *
 * <p>Immutable.
 *
 * @param streams how many are open at once
 * @param wordsPerSecond how many words each of them brings in a second
 * @param seconds how long each of them lasts
 */
public record StreamsOptions(int streams, int wordsPerSecond, int seconds) {
  private static final int MOST = 10_000;

  /** Checks the numbers. */
  public StreamsOptions {
    Bounds.require("streams", streams, 1, MOST);
    Bounds.require("words per second", wordsPerSecond, 1, MOST);
    Bounds.require("seconds", seconds, 1, MOST);
  }
}
