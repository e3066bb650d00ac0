package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Reductions of one row, at plain addresses. Bound: memory bandwidth, of the cache mostly. */
final class ReductionKernels {
  private ReductionKernels() {}

  /** Returns the index of the first of the largest elements; a leading NaN counts as largest. */
  static int argMax(long x, int columns) {
    float max = max(x, columns);
    if (Float.isNaN(max)) {
      return 0;
    }
    for (int c = 0; c < columns; c += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(c, columns);
      VectorMask<Float> equal =
          FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * c, LITTLE, mask)
              .compare(VectorOperators.EQ, max, mask);
      if (equal.anyTrue()) {
        return c + equal.firstTrue();
      }
    }
    throw new IllegalStateException("a maximum that no element has: " + max);
  }

  static float logSumExp(long x, int columns) {
    float max = max(x, columns);
    FloatVector sum = FloatVector.zero(FLOATS);
    double total = 0;
    int c = 0;
    for (; c <= columns - COUNT; c += COUNT) {
      FloatVector value = FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * c, LITTLE);
      sum = sum.add(Exponential.exp(value.sub(max)));
    }
    for (; c < columns; c++) {
      total += Math.exp(Lanes.getFloat(x + 4L * c) - max);
    }
    return (float) (max + Math.log(total + Lanes.sum(sum)));
  }

  /** Keeps a NaN in the first element and ignores all others, as comparing one by one does. */
  private static float max(long x, int columns) {
    float first = Lanes.getFloat(x);
    FloatVector max = FloatVector.broadcast(FLOATS, first);
    int c = 0;
    for (; c <= columns - COUNT; c += COUNT) {
      FloatVector value = FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * c, LITTLE);
      max = max.blend(value, value.compare(VectorOperators.GT, max));
    }
    float rest = first;
    for (; c < columns; c++) {
      float value = Lanes.getFloat(x + 4L * c);
      rest = value > rest ? value : rest;
    }
    float lanes = max.reduceLanes(VectorOperators.MAX);
    return Float.isNaN(first) ? first : Math.max(lanes, rest);
  }
}
