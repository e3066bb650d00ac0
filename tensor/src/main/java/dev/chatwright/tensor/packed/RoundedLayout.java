package dev.chatwright.tensor.packed;

/**
 * Where the parts of rounded activations are: rows in tiles, tiles in blocks of {@value
 * PackedFormat#BLOCK} inputs.
 *
 * <p>A row's block is {@code x ≈ s · q}, with q of eight bits and {@code s = max|x| / 126}. A tile
 * of M rows stores for each block M floats s, M floats s·Σq, M ints −8·Σq, M ints −128·Σq, M ints
 * −32·Σq of its first half, M of its second, and then for each group of four inputs the 32 bits of
 * each row.
 *
 * <p>Immutable.
 *
 * @param tileRows the most rows of a tile
 * @param rows T
 * @param columns K, a multiple of the block
 */
public record RoundedLayout(int tileRows, int rows, int columns) {
  /**
   * What the largest number of a block becomes. Any value near 127 serves; with this one the real
   * model's perplexity was nearest to that of floats, by chance (docs/LOG.md, 27 November).
   */
  public static final float LARGEST = 126;

  /** Blocks with nothing larger than this are rounded as if they had it, which makes them zero. */
  public static final float LEAST = 1e-30f;

  /** The bytes of one row's block. */
  private static final int ROW_BLOCK_BYTES = 24 + PackedFormat.BLOCK;

  /** Returns how many tiles there are. */
  public int tiles() {
    return Math.ceilDiv(rows, tileRows);
  }

  /** Returns how many rows a tile has. */
  public int rowsOf(int tile) {
    return Math.min(tileRows, rows - tile * tileRows);
  }

  /** Returns the blocks of a row. */
  public int blocks() {
    return columns / PackedFormat.BLOCK;
  }

  /** Returns the bytes of all. */
  public long bytes() {
    return (long) rows * blocks() * ROW_BLOCK_BYTES;
  }

  /** Returns where a tile begins. */
  public long tileOffset(int tile) {
    return (long) tile * tileRows * blocks() * ROW_BLOCK_BYTES;
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
  public static int zeroPointSums(PackedFormat format, int tileRows, int row, int scale) {
    return switch (format.numbers()) {
      case FOUR_BITS -> minusEightSums(tileRows, row);
      case SIX_BITS -> minus32SumsOfHalf(tileRows, row, scale);
      case EIGHT_BITS -> minus128Sums(tileRows, row);
    };
  }

  /** Returns where q of inputs 4·group to 4·group + 3 is. */
  public static int numbers(int tileRows, int row, int group) {
    return 4 * ((6 + group) * tileRows + row);
  }
}
