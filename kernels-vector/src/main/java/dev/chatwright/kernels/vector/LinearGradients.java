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
  /** Rows of activations that are multiplied at once when a weight is differentiated. */
  private static final int DEPTH = 256;

  /** Rows of a weight that share a copy of a panel. */
  private static final int OUTPUTS = 192;

  /** Up to so many rows of a weight do not pay for the copy of a panel. */
  private static final int FEW_OUTPUTS = 128;

  /** Columns that are copied side by side: whole tiles, whole vectors. */
  private static final int STRIP = Lanes.COUNT == 16 ? 16 : 24;

  private static final long STRIP_BYTES = (long) STRIP * Float.BYTES;

  private LinearGradients() {}

  /** Returns the scratch that either product needs. */
  static long scratchBytes() {
    long weight = DEPTH * (Panel.STRIDE + (long) OUTPUTS * Float.BYTES);
    return Math.max((long) Panel.MAX_DEPTH * Panel.STRIDE, weight);
  }

  /** As {@link dev.chatwright.tensor.GradientKernels#linearInput}. */
  static void input(
      Tensor dy,
      Tensor w,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      boolean accumulate,
      Tensor dx,
      long panel) {
    for (int column = fromColumn; column < toColumn; column += Panel.WIDTH) {
      int width = Math.min(Panel.WIDTH, toColumn - column);
      for (int from = 0; from < w.rows(); from += Panel.MAX_DEPTH) {
        int depth = Math.min(Panel.MAX_DEPTH, w.rows() - from);
        long first = VectorKernels.address(w, from) + column * 4L;
        copyPanel(first, w.rowBytes(), depth, width, panel);
        boolean adds = accumulate || from > 0;
        multiplyPanel(dy, from, depth, fromRow, toRow, panel, adds, dx, column, width);
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
      boolean accumulate,
      Tensor dx,
      int column,
      int width) {
    long stride = dy.columns() * 4L;
    long toStride = dx.columns() * 4L;
    for (int t = fromRow; t < toRow; t += TileKernels.ROWS) {
      int rows = Math.min(TileKernels.ROWS, toRow - t);
      long to = dx.address() + t * toStride + column * 4L;
      if (!accumulate) {
        ElementwiseKernels.clearRows(to, toStride, rows, width);
      }
      TileKernels.multiply(
          dy.address() + t * stride + from * 4L,
          stride,
          Float.BYTES,
          rows,
          panel,
          Panel.STRIDE,
          depth,
          to,
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
  static void weight(
      Tensor dy,
      Tensor x,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      Tensor dw,
      long panel) {
    long strips = panel + (long) DEPTH * Panel.STRIDE;
    for (int row = fromRow; row < toRow; row += OUTPUTS) {
      int rows = Math.min(OUTPUTS, toRow - row);
      for (int from = 0; from < x.rows(); from += DEPTH) {
        int depth = Math.min(DEPTH, x.rows() - from);
        copyStrips(dy, from, depth, row, rows, strips);
        for (int column = fromColumn; column < toColumn; column += Panel.WIDTH) {
          int width = Math.min(Panel.WIDTH, toColumn - column);
          long first = VectorKernels.address(x, from) + column * 4L;
          if (rows <= FEW_OUTPUTS) {
            multiplyStrips(strips, rows, first, x.rowBytes(), depth, dw, row, column, width);
          } else {
            copyPanel(first, x.rowBytes(), depth, width, panel);
            multiplyStrips(strips, rows, panel, Panel.STRIDE, depth, dw, row, column, width);
          }
        }
      }
    }
  }

  private static void multiplyStrips(
      long strips,
      int rows,
      long panel,
      long panelStride,
      int depth,
      Tensor dw,
      int row,
      int column,
      int width) {
    long stride = dw.columns() * 4L;
    long to = dw.address() + row * stride + column * 4L;
    for (int strip = 0; strip < rows; strip += STRIP) {
      long first = strips + (long) strip / STRIP * DEPTH * STRIP_BYTES;
      int end = Math.min(STRIP, rows - strip);
      for (int n = 0; n < end; n += TileKernels.ROWS) {
        int count = Math.min(TileKernels.ROWS, end - n);
        TileKernels.multiply(
            first + n * 4L,
            Float.BYTES,
            STRIP_BYTES,
            count,
            panel,
            panelStride,
            depth,
            to + (strip + n) * stride,
            stride,
            width);
      }
    }
  }

  /** Brings strips of neighbouring columns together, so that tiles read them line by line. */
  private static void copyStrips(
      Tensor dy, int fromRow, int depth, int column, int columns, long strips) {
    int whole = columns / STRIP * STRIP;
    for (int k = 0; k < depth; k++) {
      long from = VectorKernels.address(dy, fromRow + k) + 4L * column;
      long to = strips + k * STRIP_BYTES;
      for (int c = 0; c < whole; c += STRIP) {
        for (int i = 0; i < STRIP; i += Lanes.COUNT) {
          FloatVector.fromMemorySegment(Lanes.FLOATS, Lanes.ALL, from + 4L * (c + i), Lanes.LITTLE)
              .intoMemorySegment(Lanes.ALL, to + 4L * i, Lanes.LITTLE);
        }
        to += DEPTH * STRIP_BYTES;
      }
      for (int i = 0; whole + i < columns; i++) {
        Lanes.setInt(to + 4L * i, Lanes.getInt(from + 4L * (whole + i)));
      }
    }
  }
}
