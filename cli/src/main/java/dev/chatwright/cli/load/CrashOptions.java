package dev.chatwright.cli.load;

/**
 * How much is to be endured.
 *
 * <p>Immutable.
 *
 * @param kills how often the server is killed
 * @param cuts how often streams are cut
 * @param seed decides what is done, and when
 */
public record CrashOptions(int kills, int cuts, long seed) {
  private static final int MOST = 100_000;

  /** Checks the numbers. */
  public CrashOptions {
    require("kills", kills);
    require("cuts", cuts);
  }

  private static void require(String name, int number) {
    if (number < 0 || number > MOST) {
      throw new IllegalArgumentException(
          "%s must be 0 to %d, got %d".formatted(name, MOST, number));
    }
  }
}
