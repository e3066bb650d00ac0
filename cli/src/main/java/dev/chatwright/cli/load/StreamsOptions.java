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
    require("streams", streams);
    require("words per second", wordsPerSecond);
    require("seconds", seconds);
  }

  private static void require(String name, int number) {
    if (number < 1 || number > MOST) {
      throw new IllegalArgumentException(
          "%s must be 1 to %d, got %d".formatted(name, MOST, number));
    }
  }
}
