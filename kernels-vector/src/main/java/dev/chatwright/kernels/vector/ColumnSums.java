package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import dev.chatwright.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/** Sums over rows, row after row, for a range of columns. Bound: memory bandwidth. */
final class ColumnSums {
  private ColumnSums() {}

  /** As {@link dev.chatwright.tensor.GradientKernels#bias}. */
  static void bias(Tensor dy, int fromColumn, int toColumn, Tensor db) {
    long to = db.address() + 4L * fromColumn;
    for (int t = 0; t < dy.rows(); t++) {
      ElementwiseKernels.add(at(dy, t, fromColumn), toColumn - fromColumn, to);
    }
  }

  /** As {@link dev.chatwright.tensor.GradientKernels#gain}. */
  static void gain(
      Tensor dy, Tensor x, Tensor statistics, int fromColumn, int toColumn, Tensor dGain) {
    long to = dGain.address() + 4L * fromColumn;
    for (int t = 0; t < dy.rows(); t++) {
      long row = VectorKernels.address(statistics, t);
      float mean = Lanes.getFloat(row);
      float factor = Lanes.getFloat(row + 4);
      int count = toColumn - fromColumn;
      addNormed(at(dy, t, fromColumn), at(x, t, fromColumn), mean, factor, count, to);
    }
  }

  /** As {@link dev.chatwright.tensor.GradientKernels#lookUp}. */
  static void lookUp(
      Tensor dy, int[] ids, float factor, int fromColumn, int toColumn, Tensor dTable) {
    for (int t = 0; t < dy.rows(); t++) {
      long from = at(dy, t, fromColumn);
      addScaled(from, factor, toColumn - fromColumn, at(dTable, ids[t], fromColumn));
    }
  }

  private static void addNormed(long dy, long x, float mean, float factor, int count, long y) {
    int i = 0;
    for (; i <= count - COUNT; i += COUNT) {
      FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * i, LITTLE)
          .sub(mean)
          .mul(factor)
          .mul(FloatVector.fromMemorySegment(FLOATS, ALL, dy + 4L * i, LITTLE))
          .add(FloatVector.fromMemorySegment(FLOATS, ALL, y + 4L * i, LITTLE))
          .intoMemorySegment(ALL, y + 4L * i, LITTLE);
    }
    for (; i < count; i++) {
      float normed = (Lanes.getFloat(x + 4L * i) - mean) * factor;
      float sum = normed * Lanes.getFloat(dy + 4L * i) + Lanes.getFloat(y + 4L * i);
      Lanes.setFloat(y + 4L * i, sum);
    }
  }

  private static void addScaled(long x, float factor, int count, long y) {
    int i = 0;
    for (; i <= count - COUNT; i += COUNT) {
      FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * i, LITTLE)
          .mul(factor)
          .add(FloatVector.fromMemorySegment(FLOATS, ALL, y + 4L * i, LITTLE))
          .intoMemorySegment(ALL, y + 4L * i, LITTLE);
    }
    for (; i < count; i++) {
      float sum = Lanes.getFloat(x + 4L * i) * factor + Lanes.getFloat(y + 4L * i);
      Lanes.setFloat(y + 4L * i, sum);
    }
  }

  private static long at(Tensor x, int row, int column) {
    return VectorKernels.address(x, row) + 4L * column;
  }
}
