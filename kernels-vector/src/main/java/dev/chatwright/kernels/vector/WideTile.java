package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.BYTES;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import jdk.incubator.vector.FloatVector;

/**
 * The inner loop of a matrix product where there are 32 vector registers: four rows by four
 * vectors, 16 sums that stay in registers.
 *
 * <p>Six rows would need fewer loads for each multiply-add, but C1 then runs out of virtual
 * registers, and a method that C1 cannot compile hardly ever reaches C2.
 */
final class WideTile {
  /** How many rows a tile has. */
  static final int ROWS = 4;

  /** How many columns a tile has. */
  static final int COLUMNS = 4 * Lanes.COUNT;

  private WideTile() {}

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
    long c1 = c + Math.min(1, rows - 1) * cStride;
    long c2 = c + Math.min(2, rows - 1) * cStride;
    long c3 = c + Math.min(3, rows - 1) * cStride;
    FloatVector sum00 = FloatVector.fromMemorySegment(FLOATS, ALL, c, LITTLE);
    FloatVector sum01 = FloatVector.fromMemorySegment(FLOATS, ALL, c + BYTES, LITTLE);
    FloatVector sum02 = FloatVector.fromMemorySegment(FLOATS, ALL, c + 2L * BYTES, LITTLE);
    FloatVector sum03 = FloatVector.fromMemorySegment(FLOATS, ALL, c + 3L * BYTES, LITTLE);
    FloatVector sum10 = FloatVector.fromMemorySegment(FLOATS, ALL, c1, LITTLE);
    FloatVector sum11 = FloatVector.fromMemorySegment(FLOATS, ALL, c1 + BYTES, LITTLE);
    FloatVector sum12 = FloatVector.fromMemorySegment(FLOATS, ALL, c1 + 2L * BYTES, LITTLE);
    FloatVector sum13 = FloatVector.fromMemorySegment(FLOATS, ALL, c1 + 3L * BYTES, LITTLE);
    FloatVector sum20 = FloatVector.fromMemorySegment(FLOATS, ALL, c2, LITTLE);
    FloatVector sum21 = FloatVector.fromMemorySegment(FLOATS, ALL, c2 + BYTES, LITTLE);
    FloatVector sum22 = FloatVector.fromMemorySegment(FLOATS, ALL, c2 + 2L * BYTES, LITTLE);
    FloatVector sum23 = FloatVector.fromMemorySegment(FLOATS, ALL, c2 + 3L * BYTES, LITTLE);
    FloatVector sum30 = FloatVector.fromMemorySegment(FLOATS, ALL, c3, LITTLE);
    FloatVector sum31 = FloatVector.fromMemorySegment(FLOATS, ALL, c3 + BYTES, LITTLE);
    FloatVector sum32 = FloatVector.fromMemorySegment(FLOATS, ALL, c3 + 2L * BYTES, LITTLE);
    FloatVector sum33 = FloatVector.fromMemorySegment(FLOATS, ALL, c3 + 3L * BYTES, LITTLE);
    for (int k = 0; k < depth; k++) {
      long row = b + k * bStride;
      long at = k * aStep;
      FloatVector b0 = FloatVector.fromMemorySegment(FLOATS, ALL, row, LITTLE);
      FloatVector b1 = FloatVector.fromMemorySegment(FLOATS, ALL, row + BYTES, LITTLE);
      FloatVector b2 = FloatVector.fromMemorySegment(FLOATS, ALL, row + 2L * BYTES, LITTLE);
      FloatVector b3 = FloatVector.fromMemorySegment(FLOATS, ALL, row + 3L * BYTES, LITTLE);
      FloatVector x0 = FloatVector.broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, a + at));
      sum00 = x0.fma(b0, sum00);
      sum01 = x0.fma(b1, sum01);
      sum02 = x0.fma(b2, sum02);
      sum03 = x0.fma(b3, sum03);
      FloatVector x1 = FloatVector.broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, a1 + at));
      sum10 = x1.fma(b0, sum10);
      sum11 = x1.fma(b1, sum11);
      sum12 = x1.fma(b2, sum12);
      sum13 = x1.fma(b3, sum13);
      FloatVector x2 = FloatVector.broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, a2 + at));
      sum20 = x2.fma(b0, sum20);
      sum21 = x2.fma(b1, sum21);
      sum22 = x2.fma(b2, sum22);
      sum23 = x2.fma(b3, sum23);
      FloatVector x3 = FloatVector.broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, a3 + at));
      sum30 = x3.fma(b0, sum30);
      sum31 = x3.fma(b1, sum31);
      sum32 = x3.fma(b2, sum32);
      sum33 = x3.fma(b3, sum33);
    }
    sum00.intoMemorySegment(ALL, c, LITTLE);
    sum01.intoMemorySegment(ALL, c + BYTES, LITTLE);
    sum02.intoMemorySegment(ALL, c + 2L * BYTES, LITTLE);
    sum03.intoMemorySegment(ALL, c + 3L * BYTES, LITTLE);
    sum10.intoMemorySegment(ALL, c1, LITTLE);
    sum11.intoMemorySegment(ALL, c1 + BYTES, LITTLE);
    sum12.intoMemorySegment(ALL, c1 + 2L * BYTES, LITTLE);
    sum13.intoMemorySegment(ALL, c1 + 3L * BYTES, LITTLE);
    sum20.intoMemorySegment(ALL, c2, LITTLE);
    sum21.intoMemorySegment(ALL, c2 + BYTES, LITTLE);
    sum22.intoMemorySegment(ALL, c2 + 2L * BYTES, LITTLE);
    sum23.intoMemorySegment(ALL, c2 + 3L * BYTES, LITTLE);
    sum30.intoMemorySegment(ALL, c3, LITTLE);
    sum31.intoMemorySegment(ALL, c3 + BYTES, LITTLE);
    sum32.intoMemorySegment(ALL, c3 + 2L * BYTES, LITTLE);
    sum33.intoMemorySegment(ALL, c3 + 3L * BYTES, LITTLE);
  }
}
