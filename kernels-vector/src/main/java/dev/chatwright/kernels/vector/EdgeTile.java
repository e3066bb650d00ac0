package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The inner loop of a matrix product at its right edge: one row by part of a vector. */
final class EdgeTile {
  private EdgeTile() {}

  /** As {@link WideTile#multiply}, for {@code columns} of at most one vector. */
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
    for (int r = 0; r < rows; r++) {
      long aRow = a + r * aStride;
      long cRow = c + r * cStride;
      FloatVector sum = FloatVector.fromMemorySegment(FLOATS, ALL, cRow, LITTLE, mask);
      for (int k = 0; k < depth; k++) {
        FloatVector panel =
            FloatVector.fromMemorySegment(FLOATS, ALL, b + k * bStride, LITTLE, mask);
        sum = FloatVector.broadcast(FLOATS, Lanes.getFloat(aRow + k * aStep)).fma(panel, sum);
      }
      sum.intoMemorySegment(ALL, cRow, LITTLE, mask);
    }
  }
}
