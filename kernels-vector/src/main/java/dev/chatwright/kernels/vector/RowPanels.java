package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.Tensor;

/**
 * Decodes rows of a weight matrix of any type, by the decoders of panels: what these wrote side by
 * side is transposed back.
 */
final class RowPanels {
  /** Columns decoded at once: whole blocks of any type, and a panel that the cache holds. */
  private static final int DEPTH = 256;

  private RowPanels() {}

  /** Returns the scratch that {@link #copyRows} needs. */
  static long scratchBytes(int maxColumns) {
    return (long) DEPTH * Panel.STRIDE + Panel.WORDS_BYTES + (long) maxColumns * Float.BYTES;
  }

  /** As {@link dev.chatwright.tensor.Kernels#copyRows}. */
  static void copyRows(Tensor w, int fromRow, int toRow, Tensor y, long words) {
    long panel = words + Panel.WORDS_BYTES;
    long decoded = panel + (long) DEPTH * Panel.STRIDE;
    for (int row = fromRow; row < toRow; row += Panel.WIDTH) {
      int rows = Math.min(Panel.WIDTH, toRow - row);
      for (int from = 0; from < w.columns(); from += DEPTH) {
        int depth = Math.min(DEPTH, w.columns() - from);
        PanelPacker.pack(w, row, rows, from, depth, panel, words, decoded);
        long to = VectorKernels.address(y, row) + 4L * from;
        unpack(panel, rows, depth, to, y.rowBytes());
      }
    }
  }

  private static void unpack(long panel, int rows, int depth, long to, long toStride) {
    int wholeRows = rows / Lanes.COUNT * Lanes.COUNT;
    int wholeDepth = depth / Lanes.COUNT * Lanes.COUNT;
    for (int row = 0; row < wholeRows; row += Lanes.COUNT) {
      for (int k = 0; k < wholeDepth; k += Lanes.COUNT) {
        long from = panel + (long) k * Panel.STRIDE + 4L * row;
        long square = to + row * toStride + 4L * k;
        Transposition.square(from, Panel.STRIDE, Lanes.COUNT, square, toStride);
      }
      unpackEach(panel, row, row + Lanes.COUNT, wholeDepth, depth, to, toStride);
    }
    unpackEach(panel, wholeRows, rows, 0, depth, to, toStride);
  }

  private static void unpackEach(
      long panel, int fromRow, int toRow, int from, int depth, long to, long toStride) {
    for (int row = fromRow; row < toRow; row++) {
      for (int k = from; k < depth; k++) {
        int bits = Lanes.getInt(panel + (long) k * Panel.STRIDE + 4L * row);
        Lanes.setInt(to + row * toStride + 4L * k, bits);
      }
    }
  }
}
