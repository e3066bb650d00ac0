package dev.chatwright.tensor.packed;

/**
 * Where the parts of activations of eight bits are, in blocks of {@value BlockFormat#BLOCK} inputs.
 *
 * <p>A row's block is {@code x ≈ s · q}, with q of eight bits and {@code s = max|x| / 126}. A tile
 * of M rows stores for each block M floats s, M floats s·Σq, M ints −8·Σq, M ints −128·Σq, M ints
 * −32·Σq of its first half, M of its second, and then each row's q, a byte each.
 */
public final class RoundedBlock {
  /**
   * What the largest number of a block becomes. Any value near 127 serves; with this one the real
   * model's perplexity was nearest to that of floats, by chance (docs/LOG.md, 27 November).
   */
  public static final float LARGEST = 126;

  /** Blocks with nothing larger than this are rounded as if they had it, which makes them zero. */
  public static final float LEAST = 1e-30f;

  /** The bytes of one row's block. */
  private static final int ROW_BLOCK_BYTES = 24 + BlockFormat.BLOCK;

  private RoundedBlock() {}

  /** Returns the bytes of a row of {@code columns}. */
  public static long rowBytes(int columns) {
    return (long) (columns / BlockFormat.BLOCK) * ROW_BLOCK_BYTES;
  }

  /** Returns where a block of a tile of M rows begins, from the tile. */
  static long blockOffset(int tileRows, int block) {
    return (long) block * blockBytes(tileRows);
  }

  /** Returns the bytes of a block of a tile of M rows. */
  public static int blockBytes(int tileRows) {
    return tileRows * ROW_BLOCK_BYTES;
  }

  /** Returns where s of a row is, from its block. */
  public static int scale(int tileRows, int row) {
    return 4 * row;
  }

  /** Returns where s·Σq is. */
  public static int scaledSum(int tileRows, int row) {
    return 4 * (tileRows + row);
  }

  /** Returns where −8·Σq is. */
  public static int minusEightSums(int tileRows, int row) {
    return 4 * (2 * tileRows + row);
  }

  /** Returns where −128·Σq is. */
  public static int minus128Sums(int tileRows, int row) {
    return 4 * (3 * tileRows + row);
  }

  /** Returns where −32·Σq of one half of the block's inputs is. */
  public static int minus32SumsOfHalf(int tileRows, int row, int half) {
    return 4 * ((4 + half) * tileRows + row);
  }

  /**
   * Returns where the whole number is that the zero point of weights adds to their products.
   *
   * @param format one without a minimum
   * @param scale which of the block's scales the products are for
   */
  public static int zeroPointSums(BlockFormat format, int tileRows, int row, int scale) {
    return switch (format.numbers()) {
      case FOUR_BITS -> minusEightSums(tileRows, row);
      case SIX_BITS -> minus32SumsOfHalf(tileRows, row, scale);
      case EIGHT_BITS -> minus128Sums(tileRows, row);
    };
  }

  /** Returns where q of a row is, from that of the first. */
  public static int numbersOfRow(int row) {
    return BlockFormat.BLOCK * row;
  }

  /** Returns where q of inputs 4·group to 4·group + 3 is. */
  public static int numbers(int tileRows, int row, int group) {
    return 24 * tileRows + numbersOfRow(row) + BlockFormat.GROUP * group;
  }
}
