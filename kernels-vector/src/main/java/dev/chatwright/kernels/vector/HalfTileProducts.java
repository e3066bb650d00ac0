package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.PanelProducts;

/**
 * Products with panels of half floats, a part of which is made floats at a time.
 *
 * <p>Such a part stays in the fastest cache while two tiles of rows are multiplied by it.
 *
 * <p>Confined to one thread.
 */
final class HalfTileProducts implements PanelProducts {
  /** The most rows of one call. */
  static final int ROWS = 2 * TileKernels.ROWS;

  private static final int PART = 64;

  /** The bytes of the memory for a part. */
  static final long SCRATCH_BYTES = PART * PART * 4L;

  private final long part;

  /**
   * Creates the products.
   *
   * @param part address of {@link #SCRATCH_BYTES}
   */
  HalfTileProducts(long part) {
    this.part = part;
  }

  @Override
  public int maxRows() {
    return ROWS;
  }

  @Override
  public boolean takes(int columns) {
    return true;
  }

  @Override
  public void multiply(
      long a, long aStride, int rows, long panel, int columns, int depth, long c, long cStride) {
    for (int column = 0; column < columns; column += PART) {
      int width = Math.min(PART, columns - column);
      for (int k = 0; k < depth; k += PART) {
        int height = Math.min(PART, depth - k);
        HalfFloats.copy(panel + 2L * (k * columns + column), columns, height, width, part);
        multiplyPart(a + 4L * k, aStride, rows, width, height, c + 4L * column, cStride);
      }
    }
  }

  private void multiplyPart(
      long a, long aStride, int rows, int columns, int depth, long c, long cStride) {
    for (int row = 0; row < rows; row += TileKernels.ROWS) {
      int count = Math.min(TileKernels.ROWS, rows - row);
      TileProducts.INSTANCE.multiply(
          a + row * aStride, aStride, count, part, columns, depth, c + row * cStride, cStride);
    }
  }
}
