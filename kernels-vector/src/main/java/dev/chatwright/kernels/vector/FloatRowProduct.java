package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.INTS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;
import static dev.chatwright.kernels.vector.Lanes.SHORTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Multiplies rows of the float types by one row of activations. Bound: memory bandwidth. */
final class FloatRowProduct {
  /** 2^112: what the exponents of half and single precision differ by. */
  private static final float REBIAS = 0x1p112f;

  private static final int SIGN_AND_MAGNITUDE = 0x8FFFE000;
  private static final int EXPONENT = 0x0F800000;
  private static final int INFINITE = 0x7F800000;

  private FloatRowProduct() {}

  /** As {@link RowProduct#multiply}, for F32. */
  static void multiplyF32(long w, int rows, long x, int columns, long sums, long y) {
    long row = w;
    for (int n = 0; n < rows; n++) {
      FloatVector sum = FloatVector.zero(FLOATS);
      FloatVector other = sum;
      int k = 0;
      for (; k <= columns - 2 * COUNT; k += 2 * COUNT) {
        long at = 4L * k;
        sum =
            FloatVector.fromMemorySegment(FLOATS, ALL, row + at, LITTLE)
                .fma(FloatVector.fromMemorySegment(FLOATS, ALL, x + at, LITTLE), sum);
        other =
            FloatVector.fromMemorySegment(FLOATS, ALL, row + at + Lanes.BYTES, LITTLE)
                .fma(
                    FloatVector.fromMemorySegment(FLOATS, ALL, x + at + Lanes.BYTES, LITTLE),
                    other);
      }
      float rest = 0;
      for (; k < columns; k++) {
        rest = Math.fma(Lanes.getFloat(row + 4L * k), Lanes.getFloat(x + 4L * k), rest);
      }
      Lanes.setFloat(y + 4L * n, Lanes.sum(sum.add(other)) + rest);
      row += 4L * columns;
    }
  }

  /** As {@link RowProduct#multiply}, for BF16. */
  static void multiplyBF16(long w, int rows, long x, int columns, long sums, long y) {
    long row = w;
    for (int n = 0; n < rows; n++) {
      FloatVector sum = FloatVector.zero(FLOATS);
      int k = 0;
      for (; k <= columns - COUNT; k += COUNT) {
        FloatVector weight =
            ((IntVector)
                    ShortVector.fromMemorySegment(SHORTS, ALL, row + 2L * k, LITTLE)
                        .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0))
                .lanewise(VectorOperators.LSHL, 16)
                .reinterpretAsFloats();
        sum = weight.fma(FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * k, LITTLE), sum);
      }
      float rest = 0;
      for (; k < columns; k++) {
        rest = Math.fma(Lanes.getBrain(row + 2L * k), Lanes.getFloat(x + 4L * k), rest);
      }
      Lanes.setFloat(y + 4L * n, Lanes.sum(sum) + rest);
      row += 2L * columns;
    }
  }

  /** As {@link RowProduct#multiply}, for F16. */
  static void multiplyF16(long w, int rows, long x, int columns, long sums, long y) {
    long row = w;
    for (int n = 0; n < rows; n++) {
      FloatVector sum = FloatVector.zero(FLOATS);
      int k = 0;
      for (; k <= columns - COUNT; k += COUNT) {
        IntVector bits =
            ((IntVector)
                    ShortVector.fromMemorySegment(SHORTS, ALL, row + 2L * k, LITTLE)
                        .convertShape(VectorOperators.S2I, INTS, 0))
                .lanewise(VectorOperators.LSHL, 13)
                .and(SIGN_AND_MAGNITUDE);
        FloatVector scaled = bits.reinterpretAsFloats().mul(REBIAS);
        VectorMask<Integer> special = bits.and(EXPONENT).compare(VectorOperators.EQ, EXPONENT);
        FloatVector weight =
            scaled
                .reinterpretAsInts()
                .lanewise(VectorOperators.OR, INFINITE, special)
                .reinterpretAsFloats();
        sum = weight.fma(FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * k, LITTLE), sum);
      }
      float rest = 0;
      for (; k < columns; k++) {
        rest = Math.fma(Lanes.getHalf(row + 2L * k), Lanes.getFloat(x + 4L * k), rest);
      }
      Lanes.setFloat(y + 4L * n, Lanes.sum(sum) + rest);
      row += 2L * columns;
    }
  }
}
