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

  /** Multiplies by F32 rows. */
  static void multiplyF32(Rows rows, int columns, int fromRow, int toRow) {
    for (int n = fromRow; n < toRow; n++) {
      long w = rows.weight(n);
      for (int t = 0; t < rows.count(); t++) {
        long x = rows.input(t);
        FloatVector sum = FloatVector.zero(FLOATS);
        FloatVector other = sum;
        int k = 0;
        for (; k <= columns - 2 * COUNT; k += 2 * COUNT) {
          long at = 4L * k;
          sum =
              FloatVector.fromMemorySegment(FLOATS, ALL, w + at, LITTLE)
                  .fma(FloatVector.fromMemorySegment(FLOATS, ALL, x + at, LITTLE), sum);
          other =
              FloatVector.fromMemorySegment(FLOATS, ALL, w + at + Lanes.BYTES, LITTLE)
                  .fma(
                      FloatVector.fromMemorySegment(FLOATS, ALL, x + at + Lanes.BYTES, LITTLE),
                      other);
        }
        float rest = 0;
        for (; k < columns; k++) {
          rest = Math.fma(Lanes.getFloat(w + 4L * k), Lanes.getFloat(x + 4L * k), rest);
        }
        Lanes.setFloat(rows.output(t, n), Lanes.sum(sum.add(other)) + rest);
      }
    }
  }

  /** Multiplies by BF16 rows. */
  static void multiplyBF16(Rows rows, int columns, int fromRow, int toRow) {
    for (int n = fromRow; n < toRow; n++) {
      long w = rows.weight(n);
      for (int t = 0; t < rows.count(); t++) {
        long x = rows.input(t);
        FloatVector sum = FloatVector.zero(FLOATS);
        int k = 0;
        for (; k <= columns - COUNT; k += COUNT) {
          FloatVector weight =
              ((IntVector)
                      ShortVector.fromMemorySegment(SHORTS, ALL, w + 2L * k, LITTLE)
                          .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0))
                  .lanewise(VectorOperators.LSHL, 16)
                  .reinterpretAsFloats();
          sum = weight.fma(FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * k, LITTLE), sum);
        }
        float rest = 0;
        for (; k < columns; k++) {
          rest = Math.fma(Lanes.getBrain(w + 2L * k), Lanes.getFloat(x + 4L * k), rest);
        }
        Lanes.setFloat(rows.output(t, n), Lanes.sum(sum) + rest);
      }
    }
  }

  /** Multiplies by F16 rows; infinities and NaN keep their meaning. */
  static void multiplyF16(Rows rows, int columns, int fromRow, int toRow) {
    for (int n = fromRow; n < toRow; n++) {
      long w = rows.weight(n);
      for (int t = 0; t < rows.count(); t++) {
        long x = rows.input(t);
        FloatVector sum = FloatVector.zero(FLOATS);
        int k = 0;
        for (; k <= columns - COUNT; k += COUNT) {
          IntVector bits =
              ((IntVector)
                      ShortVector.fromMemorySegment(SHORTS, ALL, w + 2L * k, LITTLE)
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
          rest = Math.fma(Lanes.getHalf(w + 2L * k), Lanes.getFloat(x + 4L * k), rest);
        }
        Lanes.setFloat(rows.output(t, n), Lanes.sum(sum) + rest);
      }
    }
  }
}
