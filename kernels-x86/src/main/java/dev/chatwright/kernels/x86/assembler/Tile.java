package dev.chatwright.kernels.x86.assembler;

/**
 * A register of up to 16 rows of up to 64 bytes.
 *
 * @param number 0 to 7
 */
public record Tile(int number) {
  /** How many rows a tile has at most. */
  public static final int ROWS = 16;

  /** How many bytes a row has at most. */
  public static final int ROW_BYTES = 64;

  /** How many tiles there are. */
  public static final int COUNT = 8;

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if there is no such tile
   */
  public Tile {
    if (number < 0 || number >= COUNT) {
      throw new IllegalArgumentException("tiles are 0 to %d, got %d".formatted(COUNT - 1, number));
    }
  }
}
