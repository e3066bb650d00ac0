package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.INTS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Packs one vector of rows of the 32-element block types into a panel. */
final class BlockPanels {
  private static final int ELEMENTS = 32;

  private BlockPanels() {}

  static void packQ8(long row, long rowBytes, int rows, int depth, long panel, long words) {
    for (int k = 0; k < depth; k += ELEMENTS) {
      long block = row + k / ELEMENTS * 34L;
      LaneRows.gatherHalves(block, rowBytes, rows, words);
      LaneRows.gatherWords(block + 2, rowBytes, rows, 8, words + Lanes.BYTES);
      FloatVector d = FloatVector.fromMemorySegment(FLOATS, ALL, words, LITTLE);
      for (int word = 0; word < 8; word++) {
        long at = words + (long) (word + 1) * Lanes.BYTES;
        IntVector q = IntVector.fromMemorySegment(INTS, ALL, at, LITTLE);
        long to = panel + (k + 4L * word) * Panel.STRIDE;
        for (int i = 0; i < 4; i++) {
          IntVector signed =
              q.lanewise(VectorOperators.LSHL, 24 - 8 * i).lanewise(VectorOperators.ASHR, 24);
          ((FloatVector) signed.convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(d)
              .intoMemorySegment(ALL, to + (long) i * Panel.STRIDE, LITTLE);
        }
      }
    }
  }

  /** Packs Q4_0 and Q4_1: {@code d·q + m}, where Q4_0 has {@code m = −8·d}. */
  static void packQ4(
      boolean minimum, long row, long rowBytes, int rows, int depth, long panel, long words) {
    long blockBytes = minimum ? 20 : 18;
    for (int k = 0; k < depth; k += ELEMENTS) {
      long block = row + k / ELEMENTS * blockBytes;
      LaneRows.gatherWords(block + blockBytes - 16, rowBytes, rows, 4, words + 2L * Lanes.BYTES);
      LaneRows.gatherHalves(block, rowBytes, rows, words);
      if (minimum) {
        LaneRows.gatherHalves(block + 2, rowBytes, rows, words + Lanes.BYTES);
      }
      FloatVector d = FloatVector.fromMemorySegment(FLOATS, ALL, words, LITTLE);
      FloatVector m =
          minimum
              ? FloatVector.fromMemorySegment(FLOATS, ALL, words + Lanes.BYTES, LITTLE)
              : d.mul(-8f);
      for (int word = 0; word < 4; word++) {
        long at = words + (word + 2L) * Lanes.BYTES;
        IntVector q = IntVector.fromMemorySegment(INTS, ALL, at, LITTLE);
        long to = panel + (k + 4L * word) * Panel.STRIDE;
        for (int i = 0; i < 8; i++) {
          IntVector nibble = q.lanewise(VectorOperators.LSHR, 4 * i).and(15);
          long column = to + (i / 2 + 16L * (i % 2)) * Panel.STRIDE;
          ((FloatVector) nibble.convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(d, m)
              .intoMemorySegment(ALL, column, LITTLE);
        }
      }
    }
  }

  /** Packs Q5_0 and Q5_1: {@code d·q + m}, where Q5_0 has {@code m = −16·d}. */
  static void packQ5(
      boolean minimum, long row, long rowBytes, int rows, int depth, long panel, long words) {
    long blockBytes = minimum ? 24 : 22;
    for (int k = 0; k < depth; k += ELEMENTS) {
      long block = row + k / ELEMENTS * blockBytes;
      LaneRows.gatherWords(block + blockBytes - 20, rowBytes, rows, 5, words + 2L * Lanes.BYTES);
      LaneRows.gatherHalves(block, rowBytes, rows, words);
      if (minimum) {
        LaneRows.gatherHalves(block + 2, rowBytes, rows, words + Lanes.BYTES);
      }
      FloatVector d = FloatVector.fromMemorySegment(FLOATS, ALL, words, LITTLE);
      FloatVector m =
          minimum
              ? FloatVector.fromMemorySegment(FLOATS, ALL, words + Lanes.BYTES, LITTLE)
              : d.mul(-16f);
      IntVector high = IntVector.fromMemorySegment(INTS, ALL, words + 2L * Lanes.BYTES, LITTLE);
      for (int word = 0; word < 4; word++) {
        long at = words + (word + 3L) * Lanes.BYTES;
        IntVector q = IntVector.fromMemorySegment(INTS, ALL, at, LITTLE);
        for (int i = 0; i < 8; i++) {
          int element = 4 * word + i / 2 + 16 * (i % 2);
          IntVector bit = high.lanewise(VectorOperators.LSHR, element).and(1);
          IntVector five =
              q.lanewise(VectorOperators.LSHR, 4 * i)
                  .and(15)
                  .or(bit.lanewise(VectorOperators.LSHL, 4));
          ((FloatVector) five.convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(d, m)
              .intoMemorySegment(ALL, panel + (k + (long) element) * Panel.STRIDE, LITTLE);
        }
      }
    }
  }
}
