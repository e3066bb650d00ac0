package dev.chatwright.kernels.vector;

/** Multiplies rows of a weight matrix, as they are stored, by one row of activations. */
@FunctionalInterface
interface RowProduct {
  /**
   * Writes one product for each row of weights.
   *
   * @param w address of the first row of weights; the others follow it
   * @param rows how many rows of weights
   * @param x address of the row of activations
   * @param columns how many elements each row has
   * @param sums address of the sums of every 32 activations, for types whose blocks have a constant
   *     part: it costs one operation a block, because all rows share the sums
   * @param y address of the results
   */
  void multiply(long w, int rows, long x, int columns, long sums, long y);
}
