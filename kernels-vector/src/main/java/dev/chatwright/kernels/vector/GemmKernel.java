package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.Tensor;

/**
 * Multiplies many rows of activations by a weight matrix of any type.
 *
 * <p>Each panel of weights is decoded once and serves all rows, so that decoding costs a few per
 * cent of a prompt of hundreds of tokens. Bound: the processor's rate of fused multiply-adds.
 */
final class GemmKernel {
  private GemmKernel() {}

  /** Returns the scratch that {@link #multiply} needs. */
  static long scratchBytes(int maxColumns) {
    long panel = (long) Math.min(maxColumns, Panel.MAX_DEPTH) * Panel.STRIDE;
    return panel + Panel.WORDS_BYTES + (long) maxColumns * Float.BYTES;
  }

  /** As {@link dev.chatwright.tensor.Kernels#linear}. */
  static void multiply(Tensor x, Tensor w, int fromRow, int toRow, Tensor y, long words) {
    int columns = w.columns();
    long panel = words + Panel.WORDS_BYTES;
    long decoded = panel + (long) Math.min(columns, Panel.MAX_DEPTH) * Panel.STRIDE;
    for (int row = fromRow; row < toRow; row += Panel.WIDTH) {
      int rows = Math.min(Panel.WIDTH, toRow - row);
      for (int from = 0; from < columns; from += Panel.MAX_DEPTH) {
        int depth = Math.min(Panel.MAX_DEPTH, columns - from);
        PanelPacker.pack(w, row, rows, from, depth, panel, words, decoded);
        multiplyPanel(x, from, depth, panel, rows, y, row, from > 0);
      }
    }
  }

  private static void multiplyPanel(
      Tensor x,
      int from,
      int depth,
      long panel,
      int width,
      Tensor y,
      int column,
      boolean accumulate) {
    long xStride = x.columns() * 4L;
    long yStride = y.columns() * 4L;
    for (int t = 0; t < x.rows(); t += TileKernels.ROWS) {
      int rows = Math.min(TileKernels.ROWS, x.rows() - t);
      long to = y.address() + t * yStride + column * 4L;
      if (!accumulate) {
        ElementwiseKernels.clearRows(to, yStride, rows, width);
      }
      TileKernels.multiply(
          x.address() + t * xStride + from * 4L,
          xStride,
          Float.BYTES,
          rows,
          panel,
          Panel.STRIDE,
          depth,
          to,
          yStride,
          width);
    }
  }
}
