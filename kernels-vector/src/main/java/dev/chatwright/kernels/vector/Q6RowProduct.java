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

/** Multiplies rows of Q6_K blocks by one row of activations. Bound: instructions. */
final class Q6RowProduct {
  private Q6RowProduct() {}

  /** As {@link RowProduct#multiply}, for Q6_K. */
  static void multiply(long w, int rows, long x, int columns, long sums, long y) {
    long row = w;
    for (int n = 0; n < rows; n++) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int b = 0; b < columns / 256; b++) {
        long block = row + b * 210L;
        float d = Lanes.getHalf(block + 208);
        for (int run = 0; run < 4; run++) {
          int half = run / 2;
          int unit = run % 2 * 16;
          long scales = block + 192 + 8L * half + run % 2;
          for (int j = 0; j < 16; j += NARROW_COUNT) {
            long lowAt = block + 64L * half + unit + j;
            ByteVector even = ByteVector.fromMemorySegment(NARROW, ALL, lowAt, LITTLE);
            ByteVector odd = ByteVector.fromMemorySegment(NARROW, ALL, lowAt + 32, LITTLE);
            ByteVector top =
                ByteVector.fromMemorySegment(
                    NARROW, ALL, block + 128 + 32L * half + unit + j, LITTLE);
            for (int part = 0; part < PARTS; part++) {
              IntVector first =
                  (IntVector) even.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
              IntVector second =
                  (IntVector) odd.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
              IntVector high =
                  (IntVector) top.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
              long at = x + b * 1024L + half * 512L + 4L * (unit + j + part * COUNT);
              IntVector q0 =
                  high.lanewise(VectorOperators.LSHL, 4).and(48).or(first.and(15)).sub(32);
              IntVector q1 =
                  high.lanewise(VectorOperators.LSHL, 2).and(48).or(second.and(15)).sub(32);
              IntVector q2 = high.and(48).or(first.lanewise(VectorOperators.LSHR, 4)).sub(32);
              IntVector q3 =
                  high.lanewise(VectorOperators.LSHR, 2)
                      .and(48)
                      .or(second.lanewise(VectorOperators.LSHR, 4))
                      .sub(32);
              sum =
                  ((FloatVector) q0.convertShape(VectorOperators.I2F, FLOATS, 0))
                      .mul(FloatVector.fromMemorySegment(FLOATS, ALL, at, LITTLE))
                      .fma(FloatVector.broadcast(FLOATS, d * Lanes.getByte(scales)), sum);
              sum =
                  ((FloatVector) q1.convertShape(VectorOperators.I2F, FLOATS, 0))
                      .mul(FloatVector.fromMemorySegment(FLOATS, ALL, at + 128, LITTLE))
                      .fma(FloatVector.broadcast(FLOATS, d * Lanes.getByte(scales + 2)), sum);
              sum =
                  ((FloatVector) q2.convertShape(VectorOperators.I2F, FLOATS, 0))
                      .mul(FloatVector.fromMemorySegment(FLOATS, ALL, at + 256, LITTLE))
                      .fma(FloatVector.broadcast(FLOATS, d * Lanes.getByte(scales + 4)), sum);
              sum =
                  ((FloatVector) q3.convertShape(VectorOperators.I2F, FLOATS, 0))
                      .mul(FloatVector.fromMemorySegment(FLOATS, ALL, at + 384, LITTLE))
                      .fma(FloatVector.broadcast(FLOATS, d * Lanes.getByte(scales + 6)), sum);
            }
          }
        }
      }
      Lanes.setFloat(y + 4L * n, Lanes.sum(sum));
      row += columns / 256 * 210L;
    }
  }
}
