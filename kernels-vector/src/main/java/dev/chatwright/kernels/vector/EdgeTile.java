package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The inner loop of a matrix product at its right edge: four rows by part of a vector.
 *
 * <p>Four sums that do not wait for each other hide the latency of a multiply-add.
 */
final class EdgeTile {
  private static final int ROWS = 4;

  private EdgeTile() {}

  /** As {@link WideTile#multiply}, for any rows and {@code columns} of at most one vector. */
  static void multiply(
      long a,
      long aStride,
      long aStep,
      int rows,
      long b,
      long bStride,
      int depth,
      long c,
      long cStride,
      int columns) {
    VectorMask<Float> mask = FLOATS.indexInRange(0, columns);
    for (int r = 0; r < rows; r += ROWS) {
      int last = Math.min(ROWS, rows - r) - 1;
      multiplyFour(
          a + r * aStride, aStride, aStep, last, b, bStride, depth, c + r * cStride, cStride, mask);
    }
  }

  private static void multiplyFour(
      long a,
      long aStride,
      long aStep,
      int last,
      long b,
      long bStride,
      int depth,
      long c,
      long cStride,
      VectorMask<Float> mask) {
    long a1 = a + Math.min(1, last) * aStride;
    long a2 = a + Math.min(2, last) * aStride;
    long a3 = a + Math.min(3, last) * aStride;
    long c1 = c + Math.min(1, last) * cStride;
    long c2 = c + Math.min(2, last) * cStride;
    long c3 = c + Math.min(3, last) * cStride;
    FloatVector sum0 = FloatVector.fromMemorySegment(FLOATS, ALL, c, LITTLE, mask);
    FloatVector sum1 = FloatVector.fromMemorySegment(FLOATS, ALL, c1, LITTLE, mask);
    FloatVector sum2 = FloatVector.fromMemorySegment(FLOATS, ALL, c2, LITTLE, mask);
    FloatVector sum3 = FloatVector.fromMemorySegment(FLOATS, ALL, c3, LITTLE, mask);
    for (int k = 0; k < depth; k++) {
      long at = k * aStep;
      FloatVector panel = FloatVector.fromMemorySegment(FLOATS, ALL, b + k * bStride, LITTLE, mask);
      sum0 = FloatVector.broadcast(FLOATS, Lanes.getFloat(a + at)).fma(panel, sum0);
      sum1 = FloatVector.broadcast(FLOATS, Lanes.getFloat(a1 + at)).fma(panel, sum1);
      sum2 = FloatVector.broadcast(FLOATS, Lanes.getFloat(a2 + at)).fma(panel, sum2);
      sum3 = FloatVector.broadcast(FLOATS, Lanes.getFloat(a3 + at)).fma(panel, sum3);
    }
    sum0.intoMemorySegment(ALL, c, LITTLE, mask);
    sum1.intoMemorySegment(ALL, c1, LITTLE, mask);
    sum2.intoMemorySegment(ALL, c2, LITTLE, mask);
    sum3.intoMemorySegment(ALL, c3, LITTLE, mask);
  }
}
