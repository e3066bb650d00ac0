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
    Bounds.require("kills", kills, 0, MOST);
    Bounds.require("cuts", cuts, 0, MOST);
  }
}
