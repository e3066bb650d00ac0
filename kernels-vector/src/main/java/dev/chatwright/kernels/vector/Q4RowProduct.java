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

/**
 * Multiplies rows of Q4_0 and Q4_1 blocks by one row of activations.
 *
 * <p>The constant part of a block costs one operation, because the sums over the activations are
 * the same for every row. Bound: instructions, about ten of full width for 32 weights.
 */
final class Q4RowProduct {
  private Q4RowProduct() {}

  /** As {@link RowProduct#multiply}, for Q4_0. */
  static void multiplySymmetric(long w, int rows, long x, int columns, long sums, long y) {
    long row = w;
    for (int n = 0; n < rows; n++) {
      FloatVector sum = FloatVector.zero(FLOATS);
      float offset = 0;
      long input = x;
      long blockSum = sums;
      long end = row + columns / 32 * 18L;
      for (long block = row; block < end; block += 18) {
        float d = Lanes.getHalf(block);
        sum = dot(block + 2, input).fma(FloatVector.broadcast(FLOATS, d), sum);
        offset = Math.fma(d, Lanes.getFloat(blockSum), offset);
        input += 128;
        blockSum += 4;
      }
      Lanes.setFloat(y + 4L * n, Lanes.sum(sum) - 8 * offset);
      row = end;
    }
  }

  /** As {@link RowProduct#multiply}, for Q4_1. */
  static void multiplyWithMinimum(long w, int rows, long x, int columns, long sums, long y) {
    long row = w;
    for (int n = 0; n < rows; n++) {
      FloatVector sum = FloatVector.zero(FLOATS);
      float offset = 0;
      long input = x;
      long blockSum = sums;
      long end = row + columns / 32 * 20L;
      for (long block = row; block < end; block += 20) {
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

  /** Multiplies the 32 quants of a block by their activations. */
  private static FloatVector dot(long quants, long x) {
    FloatVector dot = FloatVector.zero(FLOATS);
    for (int j = 0; j < 16; j += NARROW_COUNT) {
      ByteVector bytes = ByteVector.fromMemorySegment(NARROW, ALL, quants + j, LITTLE);
      for (int part = 0; part < PARTS; part++) {
        IntVector q = (IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
        FloatVector low = (FloatVector) q.and(15).convertShape(VectorOperators.I2F, FLOATS, 0);
        FloatVector high =
            (FloatVector)
                q.lanewise(VectorOperators.LSHR, 4).convertShape(VectorOperators.I2F, FLOATS, 0);
        long at = x + 4L * (j + part * COUNT);
        dot = low.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at, LITTLE), dot);
        dot = high.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at + 64, LITTLE), dot);
      }
    }
    return dot;
  }
}
