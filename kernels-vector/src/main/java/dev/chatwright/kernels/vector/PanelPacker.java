package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;

/** Decodes part of some rows of a weight matrix into a {@link Panel}. */
final class PanelPacker {
  private PanelPacker() {}

  /**
   * Packs columns {@code [from, from + depth)} of rows {@code [row, row + rows)}.
   *
   * @param from a multiple of the type's block
   * @param rows at most {@link Panel#WIDTH}; up to the next whole vector the panel then repeats the
   *     last one
   * @param words {@link Panel#WORDS_BYTES} of scratch
   * @param decoded scratch for whole decoded rows of types without an own packer
   */
  static void pack(
      Tensor w, int row, int rows, int from, int depth, long panel, long words, long decoded) {
    long rowBytes = w.rowBytes();
    long offset = w.type().bytes(from);
    for (int lane = 0; lane < rows; lane += Lanes.COUNT) {
      int count = Math.min(Lanes.COUNT, rows - lane);
      long first = w.address() + (row + lane) * rowBytes + offset;
      long to = panel + lane * 4L;
      switch (w.type()) {
        case F32 -> FloatPanels.packF32(first, rowBytes, count, depth, to);
        case F16 -> FloatPanels.packF16(first, rowBytes, count, depth, to, words);
        case BF16 -> FloatPanels.packBF16(first, rowBytes, count, depth, to, words);
        case Q8_0 -> BlockPanels.packQ8(first, rowBytes, count, depth, to, words);
        case Q4_0 -> BlockPanels.packQ4(false, first, rowBytes, count, depth, to, words);
        case Q4_1 -> BlockPanels.packQ4(true, first, rowBytes, count, depth, to, words);
        case Q5_0 -> BlockPanels.packQ5(false, first, rowBytes, count, depth, to, words);
        case Q5_1 -> BlockPanels.packQ5(true, first, rowBytes, count, depth, to, words);
        case Q4_K -> SuperBlockPanels.packQ4OrQ5(false, first, rowBytes, count, depth, to, words);
        case Q5_K -> SuperBlockPanels.packQ4OrQ5(true, first, rowBytes, count, depth, to, words);
        case Q6_K -> SuperBlockPanels.packQ6(first, rowBytes, count, depth, to, words);
        case Q2_K, Q3_K, IQ4_NL -> packDecoded(w, row + lane, count, from, depth, to, decoded);
      }
    }
  }

  private static void packDecoded(
      Tensor w, int row, int rows, int from, int depth, long panel, long decoded) {
    long bytes = (long) w.columns() * Float.BYTES;
    Tensor one =
        Tensor.of(ElementType.F32, Shape.of(w.columns()), Lanes.ALL.asSlice(decoded, bytes));
    for (int lane = 0; lane < rows; lane++) {
      Kernels.scalar().copyRow(w, row + lane, one, 0);
      FloatPanels.packOne(decoded + 4L * from, depth, panel + lane * 4L);
    }
  }
}
