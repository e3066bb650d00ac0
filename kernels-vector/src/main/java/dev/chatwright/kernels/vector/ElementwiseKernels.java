package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;

/** Zeros, sums and products element by element. Bound: memory bandwidth. */
final class ElementwiseKernels {
  private ElementwiseKernels() {}

  /** Adds {@code count} floats: {@code y += x}. */
  static void add(long x, long count, long y) {
    long i = 0;
    for (; i <= count - COUNT; i += COUNT) {
      FloatVector.fromMemorySegment(FLOATS, ALL, y + 4 * i, LITTLE)
          .add(FloatVector.fromMemorySegment(FLOATS, ALL, x + 4 * i, LITTLE))
          .intoMemorySegment(ALL, y + 4 * i, LITTLE);
    }
    for (; i < count; i++) {
      Lanes.setFloat(y + 4 * i, Lanes.getFloat(y + 4 * i) + Lanes.getFloat(x + 4 * i));
    }
  }

  /** Multiplies {@code count} floats: {@code y *= x}. */
  static void multiply(long x, long count, long y) {
    long i = 0;
    for (; i <= count - COUNT; i += COUNT) {
      FloatVector.fromMemorySegment(FLOATS, ALL, y + 4 * i, LITTLE)
          .mul(FloatVector.fromMemorySegment(FLOATS, ALL, x + 4 * i, LITTLE))
          .intoMemorySegment(ALL, y + 4 * i, LITTLE);
    }
    for (; i < count; i++) {
      Lanes.setFloat(y + 4 * i, Lanes.getFloat(y + 4 * i) * Lanes.getFloat(x + 4 * i));
    }
  }

  /** Multiplies {@code count} floats in place. */
  static void scale(long x, float factor, long count) {
    long i = 0;
    for (; i <= count - COUNT; i += COUNT) {
      FloatVector.fromMemorySegment(FLOATS, ALL, x + 4 * i, LITTLE)
          .mul(factor)
          .intoMemorySegment(ALL, x + 4 * i, LITTLE);
    }
    for (; i < count; i++) {
      Lanes.setFloat(x + 4 * i, Lanes.getFloat(x + 4 * i) * factor);
    }
  }

  /** Sets {@code count} floats to zero in each of some rows, {@code stride} bytes apart. */
  static void clearRows(long x, long stride, int rows, long count) {
    FloatVector zero = FloatVector.zero(FLOATS);
    for (int row = 0; row < rows; row++) {
      long to = x + row * stride;
      long i = 0;
      for (; i <= count - COUNT; i += COUNT) {
        zero.intoMemorySegment(ALL, to + 4 * i, LITTLE);
      }
      for (; i < count; i++) {
        Lanes.setFloat(to + 4 * i, 0);
      }
    }
  }
}
