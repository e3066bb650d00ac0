package dev.chatwright.kernels.vector;

/**
 * Products of a few rows with one panel: a matrix of up to 64 columns whose rows lie along k.
 *
 * <p>An element of the result does not depend on the tile that computed it: every tile adds its
 * products one by one in the order of k.
 */
final class TileKernels {
  private static final boolean WIDE = Lanes.COUNT == 16;

  /** The most rows of one call. */
  static final int ROWS = WIDE ? WideTile.ROWS : NarrowTile.ROWS;

  private static final int COLUMNS = WIDE ? WideTile.COLUMNS : NarrowTile.COLUMNS;

  private TileKernels() {}

  /**
   * Adds to a result: {@code c[r, j] += Σ_k a[r, k] · b[k, j]}. Strides and steps are in bytes.
   *
   * @param aStride from one row of a to the next
   * @param aStep from one k of a to the next: a float, unless a is stored transposed
   * @param rows 1 to {@link #ROWS}
   */
  static void multiply(
      long a,
      long aStride,
      long aStep,
      int rows,
      long b,
      long bStride,
      int depth,
      long c,
      long cStride,
      int columns) {
    int column = 0;
    for (; column + COLUMNS <= columns; column += COLUMNS) {
      long at = column * 4L;
      if (WIDE) {
        WideTile.multiply(a, aStride, aStep, rows, b + at, bStride, depth, c + at, cStride);
      } else {
        NarrowTile.multiply(a, aStride, aStep, rows, b + at, bStride, depth, c + at, cStride);
      }
    }
    for (; WIDE && column + HalfTile.COLUMNS <= columns; column += HalfTile.COLUMNS) {
      long at = column * 4L;
      HalfTile.multiply(a, aStride, aStep, rows, b + at, bStride, depth, c + at, cStride);
    }
    for (; column < columns; column += Lanes.COUNT) {
      long at = column * 4L;
      int width = Math.min(Lanes.COUNT, columns - column);
      EdgeTile.multiply(a, aStride, aStep, rows, b + at, bStride, depth, c + at, cStride, width);
    }
  }
}
