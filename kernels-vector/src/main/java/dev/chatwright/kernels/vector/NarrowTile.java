package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.BYTES;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import jdk.incubator.vector.FloatVector;

/**
 * The inner loop of a matrix product where there may be only 16 vector registers: six rows by two
 * vectors.
 */
final class NarrowTile {
  /** How many rows a tile has. */
  static final int ROWS = 6;

  /** How many columns a tile has. */
  static final int COLUMNS = 2 * Lanes.COUNT;

  private NarrowTile() {}

  /**
   * Adds to a result: {@code c[r, j] += Σ_k a[r, k] · b[k, j]}, product by product in the order of
   * k.
   *
   * @param a address of the first row
   * @param aStride bytes from one row of a to the next
   * @param aStep bytes from one k of a to the next
   * @param rows how many rows there are; the last one is computed again for each that is missing
   * @param b address of the first row of the panel
   * @param bStride bytes from one row of the panel to the next
   * @param depth how many k
   * @param c address of the result
   * @param cStride bytes from one row of the result to the next
   */
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
    long a4 = a + Math.min(4, rows - 1) * aStride;
    long a5 = a + Math.min(5, rows - 1) * aStride;
    long c1 = c + Math.min(1, rows - 1) * cStride;
    long c2 = c + Math.min(2, rows - 1) * cStride;
    long c3 = c + Math.min(3, rows - 1) * cStride;
    long c4 = c + Math.min(4, rows - 1) * cStride;
    long c5 = c + Math.min(5, rows - 1) * cStride;
    FloatVector sum00 = FloatVector.fromMemorySegment(FLOATS, ALL, c, LITTLE);
    FloatVector sum01 = FloatVector.fromMemorySegment(FLOATS, ALL, c + BYTES, LITTLE);
    FloatVector sum10 = FloatVector.fromMemorySegment(FLOATS, ALL, c1, LITTLE);
    FloatVector sum11 = FloatVector.fromMemorySegment(FLOATS, ALL, c1 + BYTES, LITTLE);
    FloatVector sum20 = FloatVector.fromMemorySegment(FLOATS, ALL, c2, LITTLE);
    FloatVector sum21 = FloatVector.fromMemorySegment(FLOATS, ALL, c2 + BYTES, LITTLE);
    FloatVector sum30 = FloatVector.fromMemorySegment(FLOATS, ALL, c3, LITTLE);
    FloatVector sum31 = FloatVector.fromMemorySegment(FLOATS, ALL, c3 + BYTES, LITTLE);
    FloatVector sum40 = FloatVector.fromMemorySegment(FLOATS, ALL, c4, LITTLE);
    FloatVector sum41 = FloatVector.fromMemorySegment(FLOATS, ALL, c4 + BYTES, LITTLE);
    FloatVector sum50 = FloatVector.fromMemorySegment(FLOATS, ALL, c5, LITTLE);
    FloatVector sum51 = FloatVector.fromMemorySegment(FLOATS, ALL, c5 + BYTES, LITTLE);
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
      FloatVector x4 = FloatVector.broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, a4 + at));
      sum40 = x4.fma(b0, sum40);
      sum41 = x4.fma(b1, sum41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, a5 + at));
      sum50 = x5.fma(b0, sum50);
      sum51 = x5.fma(b1, sum51);
    }
    sum00.intoMemorySegment(ALL, c, LITTLE);
    sum01.intoMemorySegment(ALL, c + BYTES, LITTLE);
    sum10.intoMemorySegment(ALL, c1, LITTLE);
    sum11.intoMemorySegment(ALL, c1 + BYTES, LITTLE);
    sum20.intoMemorySegment(ALL, c2, LITTLE);
    sum21.intoMemorySegment(ALL, c2 + BYTES, LITTLE);
    sum30.intoMemorySegment(ALL, c3, LITTLE);
    sum31.intoMemorySegment(ALL, c3 + BYTES, LITTLE);
    sum40.intoMemorySegment(ALL, c4, LITTLE);
    sum41.intoMemorySegment(ALL, c4 + BYTES, LITTLE);
    sum50.intoMemorySegment(ALL, c5, LITTLE);
    sum51.intoMemorySegment(ALL, c5 + BYTES, LITTLE);
  }
}
