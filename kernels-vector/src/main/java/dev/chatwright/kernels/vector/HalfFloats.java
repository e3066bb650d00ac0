package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.INTS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;
import static dev.chatwright.kernels.vector.Lanes.SHORTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Half floats as floats.
 *
 * <p>The Vector API knows no half floats, and C2 does not make vectors of a loop over native memory
 * whose ends it cannot tell apart. So the bits are put in a float's places, where the exponent is
 * too small by 112, and multiplied by 2 to that power: exact also for numbers below normal ones.
 */
final class HalfFloats {
  private static final int MAGNITUDE = 0x7FFF;
  private static final int INFINITE = 0x7C00;
  private static final int FLOAT_INFINITE = 0x7F80_0000;
  private static final float SCALE = 0x1p112f;
  private static final int MOVED = 13;

  private HalfFloats() {}

  /**
   * Copies part of a matrix of half floats as floats, its rows one after the other.
   *
   * @param from address of the first
   * @param stride how many numbers from one row to the next
   * @param to address of the first float
   */
  static void copy(long from, int stride, int rows, int columns, long to) {
    for (int row = 0; row < rows; row++) {
      copy(from + 2L * row * stride, columns, to + 4L * row * columns);
    }
  }

  private static void copy(long from, int count, long to) {
    int i = 0;
    for (; i <= count - COUNT; i += COUNT) {
      IntVector bits =
          (IntVector)
              ShortVector.fromMemorySegment(SHORTS, ALL, from + 2L * i, LITTLE)
                  .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
      floats(bits).intoMemorySegment(ALL, to + 4L * i, LITTLE);
    }
    for (; i < count; i++) {
      Lanes.setFloat(to + 4L * i, Lanes.getHalf(from + 2L * i));
    }
  }

  private static FloatVector floats(IntVector bits) {
    IntVector magnitude = bits.lanewise(VectorOperators.AND, MAGNITUDE);
    IntVector sign =
        bits.lanewise(VectorOperators.XOR, magnitude).lanewise(VectorOperators.LSHL, 16);
    IntVector moved = magnitude.lanewise(VectorOperators.LSHL, MOVED);
    IntVector scaled = moved.reinterpretAsFloats().mul(SCALE).reinterpretAsInts();
    IntVector special = moved.lanewise(VectorOperators.OR, FLOAT_INFINITE);
    return scaled
        .blend(special, magnitude.compare(VectorOperators.GE, INFINITE))
        .lanewise(VectorOperators.OR, sign)
        .reinterpretAsFloats();
  }
}
