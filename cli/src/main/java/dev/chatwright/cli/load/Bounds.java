package dev.chatwright.cli.load;

/** The bounds of what is asked of a benchmark. */
public final class Bounds {
  private Bounds() {}

  /**
   * Checks a number.
   *
   * @throws IllegalArgumentException if it is out of bounds; the message names it
   */
  public static void require(String name, int number, int least, int most) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, got %d".formatted(name, least, most, number));
    }
  }
}
