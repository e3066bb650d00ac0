package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.KeyValueType;
import dev.chatwright.tensor.PanelProducts;

/**
 * Products with panels of half floats or bytes, a part of which is made floats at a time.
 *
 * <p>Such a part stays in the fastest cache while two tiles of rows are multiplied by it.
 *
 * <p>Confined to one thread.
 */
final class NarrowTileProducts implements PanelProducts {
  /** The most rows of one call. */
  static final int ROWS = 2 * TileKernels.ROWS;

  private static final int PART = 64;

  /** The bytes of the memory for a part. */
  static final long SCRATCH_BYTES = PART * PART * 4L;

  private final boolean bytes;
  private final long part;

  /**
   * Creates the products.
   *
   * @param type F16, or Q8 for the bytes of it
   * @param part address of {@link #SCRATCH_BYTES}
   */
  NarrowTileProducts(KeyValueType type, long part) {
    this.bytes = type == KeyValueType.Q8;
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
        copyPart(panel, (long) k * columns + column, columns, height, width);
        multiplyPart(a + 4L * k, aStride, rows, width, height, c + 4L * column, cStride);
      }
    }
  }

  private void copyPart(long panel, long first, int stride, int rows, int columns) {
    if (bytes) {
      SignedBytes.copy(panel + first, stride, rows, columns, part);
    } else {
      HalfFloats.copy(panel + 2 * first, stride, rows, columns, part);
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
