package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.BYTES;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import jdk.incubator.vector.FloatVector;

/** The inner loop of a matrix product with few columns: four rows by two vectors. */
final class HalfTile {
  /** How many columns a tile has. */
  static final int COLUMNS = 2 * Lanes.COUNT;

  private HalfTile() {}

  /** As {@link WideTile#multiply}. */
  static void multiply(
      long a,
      long aStride,
      long aStep,
      int rows,
      long b,
      long bStride,
      int depth,
      long c,
      long cStride) {
    long a1 = a + Math.min(1, rows - 1) * aStride;
    long a2 = a + Math.min(2, rows - 1) * aStride;
    long a3 = a + Math.min(3, rows - 1) * aStride;
    long c1 = c + Math.min(1, rows - 1) * cStride;
    long c2 = c + Math.min(2, rows - 1) * cStride;
    long c3 = c + Math.min(3, rows - 1) * cStride;
    FloatVector sum00 = FloatVector.fromMemorySegment(FLOATS, ALL, c, LITTLE);
    FloatVector sum01 = FloatVector.fromMemorySegment(FLOATS, ALL, c + BYTES, LITTLE);
    FloatVector sum10 = FloatVector.fromMemorySegment(FLOATS, ALL, c1, LITTLE);
    FloatVector sum11 = FloatVector.fromMemorySegment(FLOATS, ALL, c1 + BYTES, LITTLE);
    FloatVector sum20 = FloatVector.fromMemorySegment(FLOATS, ALL, c2, LITTLE);
    FloatVector sum21 = FloatVector.fromMemorySegment(FLOATS, ALL, c2 + BYTES, LITTLE);
    FloatVector sum30 = FloatVector.fromMemorySegment(FLOATS, ALL, c3, LITTLE);
    FloatVector sum31 = FloatVector.fromMemorySegment(FLOATS, ALL, c3 + BYTES, LITTLE);
    for (int k = 0; k < depth; k++) {
      long row = b + k * bStride;
      long at = k * aStep;
      FloatVector b0 = FloatVector.fromMemorySegment(FLOATS, ALL, row, LITTLE);
      FloatVector b1 = FloatVector.fromMemorySegment(FLOATS, ALL, row + BYTES, LITTLE);
      FloatVector x0 = FloatVector.broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, a + at));
      sum00 = x0.fma(b0, sum00);
      sum01 = x0.fma(b1, sum01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, a1 + at));
      sum10 = x1.fma(b0, sum10);
      sum11 = x1.fma(b1, sum11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, a2 + at));
      sum20 = x2.fma(b0, sum20);
      sum21 = x2.fma(b1, sum21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, a3 + at));
      sum30 = x3.fma(b0, sum30);
      sum31 = x3.fma(b1, sum31);
    }
    sum00.intoMemorySegment(ALL, c, LITTLE);
    sum01.intoMemorySegment(ALL, c + BYTES, LITTLE);
    sum10.intoMemorySegment(ALL, c1, LITTLE);
    sum11.intoMemorySegment(ALL, c1 + BYTES, LITTLE);
    sum20.intoMemorySegment(ALL, c2, LITTLE);
    sum21.intoMemorySegment(ALL, c2 + BYTES, LITTLE);
    sum30.intoMemorySegment(ALL, c3, LITTLE);
    sum31.intoMemorySegment(ALL, c3 + BYTES, LITTLE);
  }
}
