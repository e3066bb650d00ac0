package dev.chatwright.kernels.x86;

import dev.chatwright.tensor.packed.BfloatOperand;
import dev.chatwright.tensor.packed.BfloatOperand.Side;
import dev.chatwright.tensor.packed.BfloatOperand.Summed;
import dev.chatwright.tensor.packed.BfloatProducts;
import dev.chatwright.tensor.packed.FloatFormat;

/**
 * Where the pairs of a packed matrix lie, 32 bits each.
 *
 * <p>On the right, panels of {@value FloatFormat#PANEL} columns, pair after pair, as {@link
 * FloatFormat#BFLOATS} has them, but chunk by chunk of {@value #CHUNK} products, so that one of a
 * panel stays in a cache. On the left, rows as they are where sums go along them; else strips of
 * {@value #STRIP} rows, pair after pair, so that neither side is ever transposed but weights on the
 * right.
 *
 * <p>Immutable.
 *
 * @param operand the matrix
 */
record BfloatLayout(BfloatOperand operand) {
  /** How many products of a sum are computed before those of other sums. */
  static final int CHUNK = 1024;

  /** Whole tiles, and whole vectors. */
  static final int STRIP = 48;

  /** Behind each row, so that rows do not share sets of the first cache. */
  private static final int GAP_BYTES = 64;

  private static final int PANEL = FloatFormat.PANEL;

  /** Returns the bytes of a whole matrix. */
  static long bytes(Side side, Summed summed, int count, int depth) {
    if (side == Side.RIGHT) {
      return whole(count, PANEL) * padded(depth) * Short.BYTES;
    }
    return summed == Summed.ALONG_ROWS
        ? count * rowBytes(depth)
        : whole(count, STRIP) * padded(depth) * Short.BYTES;
  }

  /** Returns the products of a sum with the zeros behind them. */
  static int padded(int depth) {
    return (int) whole(depth, BfloatProducts.MULTIPLE);
  }

  private static long whole(int count, int unit) {
    return (long) Math.ceilDiv(count, unit) * unit;
  }

  private static long rowBytes(int depth) {
    return (long) padded(depth) * Short.BYTES + GAP_BYTES;
  }

  int padded() {
    return padded(operand.depth());
  }

  /** Returns how many products a chunk has. */
  int chunk(int from) {
    return Math.min(CHUNK, padded() - from);
  }

  /** Returns whether rows lie as they are. */
  private boolean keepsRows() {
    return operand.side() == Side.LEFT && operand.summed() == Summed.ALONG_ROWS;
  }

  /** Returns how a tile lies, with so many rows. */
  InputTile tile(int rows) {
    return keepsRows()
        ? new InputTile(rows, (int) rowBytes(operand.depth()), Integer.BYTES)
        : new InputTile(rows, Integer.BYTES, stepBytes());
  }

  /** Returns the bytes from a pair to the next of the same row or column. */
  int stepBytes() {
    if (keepsRows()) {
      return Integer.BYTES;
    }
    return (operand.side() == Side.RIGHT ? PANEL : STRIP) * Integer.BYTES;
  }

  /**
   * Returns the address of a pair.
   *
   * @param index the row or column of the product
   * @param k the first of both
   */
  long address(int index, int k) {
    return operand.data().address()
        + switch (operand.side()) {
          case RIGHT -> right(index, k);
          case LEFT -> keepsRows() ? index * rowBytes(operand.depth()) + 2L * k : strip(index, k);
        };
  }

  private long right(int column, int k) {
    int from = k / CHUNK * CHUNK;
    long chunks = whole(operand.count(), PANEL) * from * Short.BYTES;
    long panels = (long) (column / PANEL) * PANEL * chunk(from) * Short.BYTES;
    return chunks + panels + 2L * PANEL * (k - from) + 4L * (column % PANEL);
  }

  private long strip(int row, int k) {
    long strips = (long) (row / STRIP) * STRIP * padded() * Short.BYTES;
    return strips + 2L * STRIP * k + 4L * (row % STRIP);
  }
}
