package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.INTS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Packs one vector of rows of the 256-element block types into a panel. */
final class SuperBlockPanels {
  private static final int ELEMENTS = 256;

  private SuperBlockPanels() {}

  /** Packs Q4_K and Q5_K: {@code d·scale · q − m·minimum}. */
  static void packQ4OrQ5(
      boolean fifthBit, long row, long rowBytes, int rows, int depth, long panel, long words) {
    long blockBytes = fifthBit ? 176 : 144;
    int wordCount = fifthBit ? 40 : 32;
    long scales = words + (long) wordCount * Lanes.BYTES;
    long minima = scales + 8L * Lanes.BYTES;
    long fours = words + (fifthBit ? 8L * Lanes.BYTES : 0);
    for (int k = 0; k < depth; k += ELEMENTS) {
      long block = row + k / ELEMENTS * blockBytes;
      LaneRows.gatherWords(block + 16, rowBytes, rows, wordCount, words);
      gatherScales(block, rowBytes, rows, scales, minima);
      for (int group = 0; group < 8; group++) {
        FloatVector d =
            FloatVector.fromMemorySegment(FLOATS, ALL, scales + (long) group * Lanes.BYTES, LITTLE);
        FloatVector m =
            FloatVector.fromMemorySegment(FLOATS, ALL, minima + (long) group * Lanes.BYTES, LITTLE);
        for (int word = 0; word < 8; word++) {
          long at = fours + (group / 2 * 8L + word) * Lanes.BYTES;
          IntVector q =
              IntVector.fromMemorySegment(INTS, ALL, at, LITTLE)
                  .lanewise(VectorOperators.LSHR, group % 2 * 4);
          IntVector high =
              fifthBit
                  ? IntVector.fromMemorySegment(
                          INTS, ALL, words + (long) word * Lanes.BYTES, LITTLE)
                      .lanewise(VectorOperators.LSHR, group)
                  : IntVector.zero(INTS);
          long to = panel + (k + 32L * group + 4L * word) * Panel.STRIDE;
          for (int i = 0; i < 4; i++) {
            IntVector low = q.lanewise(VectorOperators.LSHR, 8 * i).and(15);
            IntVector five =
                high.lanewise(VectorOperators.LSHR, 8 * i)
                    .and(1)
                    .lanewise(VectorOperators.LSHL, 4)
                    .or(low);
            ((FloatVector) five.convertShape(VectorOperators.I2F, FLOATS, 0))
                .fma(d, m)
                .intoMemorySegment(ALL, to + (long) i * Panel.STRIDE, LITTLE);
          }
        }
      }
    }
  }

  /** Writes the scales, and the minima negated, of eight groups for every lane. */
  private static void gatherScales(long block, long rowBytes, int rows, long scales, long minima) {
    for (int lane = 0; lane < COUNT; lane++) {
      long at = block + Math.min(lane, rows - 1) * rowBytes;
      float d = Lanes.getHalf(at);
      float m = -Lanes.getHalf(at + 2);
      for (int group = 0; group < 8; group++) {
        int shift = group % 4 * 8;
        long to = ((long) group * COUNT + lane) * 4;
        int scale = PackedScales.scales(at + 4, group / 4) >>> shift & 0xFF;
        int minimum = PackedScales.minima(at + 4, group / 4) >>> shift & 0xFF;
        Lanes.setFloat(scales + to, d * scale);
        Lanes.setFloat(minima + to, m * minimum);
      }
    }
  }

  /** Packs Q6_K: {@code d·scale · (q − 32)}. */
  static void packQ6(long row, long rowBytes, int rows, int depth, long panel, long words) {
    long highs = words + 32L * Lanes.BYTES;
    long scales = highs + 16L * Lanes.BYTES;
    for (int k = 0; k < depth; k += ELEMENTS) {
      long block = row + k / ELEMENTS * 210L;
      LaneRows.gatherWords(block, rowBytes, rows, 48, words);
      gatherSignedScales(block, rowBytes, rows, scales);
      for (int run = 0; run < 8; run++) {
        int half = run / 4;
        int quarter = run % 4;
        for (int word = 0; word < 8; word++) {
          long lowAt = words + (16L * half + 8L * (quarter % 2) + word) * Lanes.BYTES;
          IntVector low =
              IntVector.fromMemorySegment(INTS, ALL, lowAt, LITTLE)
                  .lanewise(VectorOperators.LSHR, quarter / 2 * 4);
          IntVector high =
              IntVector.fromMemorySegment(
                      INTS, ALL, highs + (8L * half + word) * Lanes.BYTES, LITTLE)
                  .lanewise(VectorOperators.LSHR, 2 * quarter);
          long scaleAt = scales + (2L * run + word / 4) * Lanes.BYTES;
          FloatVector d = FloatVector.fromMemorySegment(FLOATS, ALL, scaleAt, LITTLE);
          FloatVector m = d.mul(-32f);
          long to = panel + (k + 32L * run + 4L * word) * Panel.STRIDE;
          for (int i = 0; i < 4; i++) {
            IntVector four = low.lanewise(VectorOperators.LSHR, 8 * i).and(15);
            IntVector six =
                high.lanewise(VectorOperators.LSHR, 8 * i)
                    .and(3)
                    .lanewise(VectorOperators.LSHL, 4)
                    .or(four);
            ((FloatVector) six.convertShape(VectorOperators.I2F, FLOATS, 0))
                .fma(d, m)
                .intoMemorySegment(ALL, to + (long) i * Panel.STRIDE, LITTLE);
          }
        }
      }
    }
  }

  private static void gatherSignedScales(long block, long rowBytes, int rows, long scales) {
    for (int lane = 0; lane < COUNT; lane++) {
      long at = block + Math.min(lane, rows - 1) * rowBytes;
      float d = Lanes.getHalf(at + 208);
      for (int group = 0; group < 16; group++) {
        int scale = Lanes.getByte(at + 192 + group);
        Lanes.setFloat(scales + ((long) group * COUNT + lane) * 4, d * scale);
      }
    }
  }
}
