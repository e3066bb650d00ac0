package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.PanelProducts;

/**
 * Products with panels of floats.
 *
 * <p>Immutable.
 */
enum TileProducts implements PanelProducts {
  INSTANCE;

  @Override
  public int maxRows() {
    return TileKernels.ROWS;
  }

  @Override
  public boolean takes(int columns) {
    return true;
  }

  @Override
  public void multiply(
      long a, long aStride, int rows, long panel, int columns, int depth, long c, long cStride) {
    TileKernels.multiply(
        a, aStride, Float.BYTES, rows, panel, columns * 4L, depth, c, cStride, columns);
  }
}
