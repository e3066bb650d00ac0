package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The two products of a linear layer's backward pass, with the tiles of the forward one.
 *
 * <p>Rows of a weight, and of activations, are rows of a panel as they stand: unlike the forward
 * product, neither has to be transposed. Bound: the processor's rate of fused multiply-adds.
 */
final class LinearGradients {
  /** Vectors that hold a tile's rows; one, but where a vector has fewer lanes than a tile rows. */
  private static final int TILE_VECTORS = Math.ceilDiv(TileKernels.ROWS, Lanes.COUNT);

  private static final long TILE_BYTES = (long) TILE_VECTORS * Lanes.BYTES;

  private LinearGradients() {}

  /** Returns the scratch that either product needs. */
  static long scratchBytes() {
    return Panel.MAX_DEPTH * (Panel.STRIDE + TILE_BYTES);
  }

  /** As {@link dev.chatwright.tensor.GradientKernels#linearInput}. */
  static void input(
      Tensor dy, Tensor w, int fromRow, int toRow, boolean accumulate, Tensor dx, long panel) {
    if (!accumulate) {
      long first = VectorKernels.address(dx, fromRow);
      ElementwiseKernels.clearRows(first, dx.rowBytes(), toRow - fromRow, dx.columns());
    }
    for (int from = 0; from < w.rows(); from += Panel.MAX_DEPTH) {
      int depth = Math.min(Panel.MAX_DEPTH, w.rows() - from);
      for (int column = 0; column < w.columns(); column += Panel.WIDTH) {
        int width = Math.min(Panel.WIDTH, w.columns() - column);
        long first = VectorKernels.address(w, from) + column * 4L;
        copyPanel(first, w.rowBytes(), depth, width, panel);
        multiplyPanel(dy, from, depth, fromRow, toRow, panel, dx, column, width);
      }
    }
  }

  private static void multiplyPanel(
      Tensor dy,
      int from,
      int depth,
      int fromRow,
      int toRow,
      long panel,
      Tensor dx,
      int column,
      int width) {
    long stride = dy.columns() * 4L;
    long toStride = dx.columns() * 4L;
    for (int t = fromRow; t < toRow; t += TileKernels.ROWS) {
      TileKernels.multiply(
          dy.address() + t * stride + from * 4L,
          stride,
          Float.BYTES,
          Math.min(TileKernels.ROWS, toRow - t),
          panel,
          Panel.STRIDE,
          depth,
          dx.address() + t * toStride + column * 4L,
          toStride,
          width);
    }
  }

  /** Brings a panel together, because the rows of a wide matrix evict each other from the cache. */
  private static void copyPanel(long row, long rowBytes, int depth, int width, long panel) {
    VectorMask<Float> last = Lanes.FLOATS.indexInRange(width / Lanes.COUNT * Lanes.COUNT, width);
    for (int k = 0; k < depth; k++) {
      long from = row + k * rowBytes;
      long to = panel + (long) k * Panel.STRIDE;
      int c = 0;
      for (; c <= width - Lanes.COUNT; c += Lanes.COUNT) {
        FloatVector.fromMemorySegment(Lanes.FLOATS, Lanes.ALL, from + 4L * c, Lanes.LITTLE)
            .intoMemorySegment(Lanes.ALL, to + 4L * c, Lanes.LITTLE);
      }
      if (c < width) {
        FloatVector.fromMemorySegment(Lanes.FLOATS, Lanes.ALL, from + 4L * c, Lanes.LITTLE, last)
            .intoMemorySegment(Lanes.ALL, to + 4L * c, Lanes.LITTLE, last);
      }
    }
  }

  /** As {@link dev.chatwright.tensor.GradientKernels#linearWeight}. */
  static void weight(Tensor dy, Tensor x, int fromRow, int toRow, Tensor dw, long panel) {
    long columns = panel + (long) Panel.MAX_DEPTH * Panel.STRIDE;
    for (int from = 0; from < x.rows(); from += Panel.MAX_DEPTH) {
      int depth = Math.min(Panel.MAX_DEPTH, x.rows() - from);
      for (int column = 0; column < dw.columns(); column += Panel.WIDTH) {
        int width = Math.min(Panel.WIDTH, dw.columns() - column);
        long first = VectorKernels.address(x, from) + column * 4L;
        copyPanel(first, x.rowBytes(), depth, width, panel);
        for (int n = fromRow; n < toRow; n += TileKernels.ROWS) {
          copyColumns(dy, from, depth, n, columns);
          int rows = Math.min(TileKernels.ROWS, toRow - n);
          multiplyColumns(columns, rows, panel, depth, dw, n, column, width);
        }
      }
    }
  }

  private static void multiplyColumns(
      long columns, int rows, long panel, int depth, Tensor dw, int row, int column, int width) {
    long stride = dw.columns() * 4L;
    TileKernels.multiply(
        columns,
        Float.BYTES,
        TILE_BYTES,
        rows,
        panel,
        Panel.STRIDE,
        depth,
        dw.address() + row * stride + column * 4L,
        stride,
        width);
  }

  /** Copies a tile's neighbouring columns, so that it reads them from few cache lines. */
  private static void copyColumns(Tensor dy, int fromRow, int depth, int column, long to) {
    long stride = dy.columns() * 4L;
    for (int i = 0; i < TILE_VECTORS; i++) {
      int first = column + i * Lanes.COUNT;
      VectorMask<Float> inside = Lanes.FLOATS.indexInRange(first, dy.columns());
      long from = dy.address() + fromRow * stride + first * 4L;
      for (int k = 0; k < depth; k++) {
        FloatVector.fromMemorySegment(
                Lanes.FLOATS, Lanes.ALL, from + k * stride, Lanes.LITTLE, inside)
            .intoMemorySegment(
                Lanes.ALL, to + k * TILE_BYTES + i * (long) Lanes.BYTES, Lanes.LITTLE);
      }
    }
  }
}
