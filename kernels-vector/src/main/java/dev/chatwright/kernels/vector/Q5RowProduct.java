package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.INTS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;
import static dev.chatwright.kernels.vector.Lanes.NARROW;
import static dev.chatwright.kernels.vector.Lanes.NARROW_COUNT;
import static dev.chatwright.kernels.vector.Lanes.PARTS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Multiplies rows of Q5_0 and Q5_1 blocks by one row of activations. Bound: instructions. */
final class Q5RowProduct {
  private static final IntVector LANE = IntVector.zero(INTS).addIndex(1);

  private Q5RowProduct() {}

  /** As {@link RowProduct#multiply}, for Q5_0. */
  static void multiplySymmetric(long w, int rows, long x, int columns, long sums, long y) {
    long row = w;
    for (int n = 0; n < rows; n++) {
      FloatVector sum = FloatVector.zero(FLOATS);
      float offset = 0;
      long input = x;
      long blockSum = sums;
      long end = row + columns / 32 * 22L;
      for (long block = row; block < end; block += 22) {
        float d = Lanes.getHalf(block);
        sum = dot(block + 2, input).fma(FloatVector.broadcast(FLOATS, d), sum);
        offset = Math.fma(d, Lanes.getFloat(blockSum), offset);
        input += 128;
        blockSum += 4;
      }
      Lanes.setFloat(y + 4L * n, Lanes.sum(sum) - 16 * offset);
      row = end;
    }
  }

  /** As {@link RowProduct#multiply}, for Q5_1. */
  static void multiplyWithMinimum(long w, int rows, long x, int columns, long sums, long y) {
    long row = w;
    for (int n = 0; n < rows; n++) {
      FloatVector sum = FloatVector.zero(FLOATS);
      float offset = 0;
      long input = x;
      long blockSum = sums;
      long end = row + columns / 32 * 24L;
      for (long block = row; block < end; block += 24) {
        float d = Lanes.getHalf(block);
        sum = dot(block + 4, input).fma(FloatVector.broadcast(FLOATS, d), sum);
        offset = Math.fma(Lanes.getHalf(block + 2), Lanes.getFloat(blockSum), offset);
        input += 128;
        blockSum += 4;
      }
      Lanes.setFloat(y + 4L * n, Lanes.sum(sum) + offset);
      row = end;
    }
  }

  /** Multiplies the 32 quants of a block, whose fifth bits come first, by their activations. */
  private static FloatVector dot(long quants, long x) {
    IntVector fifth = IntVector.broadcast(INTS, Lanes.getInt(quants));
    FloatVector dot = FloatVector.zero(FLOATS);
    for (int j = 0; j < 16; j += NARROW_COUNT) {
      ByteVector bytes = ByteVector.fromMemorySegment(NARROW, ALL, quants + 4 + j, LITTLE);
      for (int part = 0; part < PARTS; part++) {
        IntVector q = (IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
        int element = j + part * COUNT;
        IntVector bits = fifth.lanewise(VectorOperators.LSHR, LANE.add(element));
        IntVector low = bits.lanewise(VectorOperators.LSHL, 4).and(16).or(q.and(15));
        IntVector high =
            bits.lanewise(VectorOperators.LSHR, 12).and(16).or(q.lanewise(VectorOperators.LSHR, 4));
        long at = x + 4L * element;
        dot =
            ((FloatVector) low.convertShape(VectorOperators.I2F, FLOATS, 0))
                .fma(FloatVector.fromMemorySegment(FLOATS, ALL, at, LITTLE), dot);
        dot =
            ((FloatVector) high.convertShape(VectorOperators.I2F, FLOATS, 0))
                .fma(FloatVector.fromMemorySegment(FLOATS, ALL, at + 64, LITTLE), dot);
      }
    }
    return dot;
  }
}
