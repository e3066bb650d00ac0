package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * A row of floats plus a short row times a wide matrix of few rows, as low-rank changes need it.
 *
 * <p>Each sum goes in the order of the matrix's rows, by fused multiply-adds, wherever in a vector
 * it falls. Bound: the cache that holds the matrix.
 */
final class ThinProduct {
  private static final int UNROLLED = 4;

  private ThinProduct() {}

  /**
   * Adds {@code y[n] += Σ_j x[j] · w[j, n]} for {@code count} columns.
   *
   * @param rows how many elements of x and rows of w
   * @param w where the first column of the first row is
   * @param stride the bytes from one row of w to the next
   */
  static void add(long x, int rows, long w, long stride, int count, long y) {
    int n = 0;
    for (; n <= count - UNROLLED * COUNT; n += UNROLLED * COUNT) {
      addFour(x, rows, w + 4L * n, stride, y + 4L * n);
    }
    for (; n < count; n += COUNT) {
      addOne(x, rows, w + 4L * n, stride, y + 4L * n, FLOATS.indexInRange(n, count));
    }
  }

  private static void addFour(long x, int rows, long w, long stride, long y) {
    int bytes = Lanes.BYTES;
    FloatVector sum0 = load(y);
    FloatVector sum1 = load(y + bytes);
    FloatVector sum2 = load(y + 2L * bytes);
    FloatVector sum3 = load(y + 3L * bytes);
    long row = w;
    for (int j = 0; j < rows; j++) {
      FloatVector factor = FloatVector.broadcast(FLOATS, Lanes.getFloat(x + 4L * j));
      sum0 = load(row).fma(factor, sum0);
      sum1 = load(row + bytes).fma(factor, sum1);
      sum2 = load(row + 2L * bytes).fma(factor, sum2);
      sum3 = load(row + 3L * bytes).fma(factor, sum3);
      row += stride;
    }
    sum0.intoMemorySegment(ALL, y, LITTLE);
    sum1.intoMemorySegment(ALL, y + bytes, LITTLE);
    sum2.intoMemorySegment(ALL, y + 2L * bytes, LITTLE);
    sum3.intoMemorySegment(ALL, y + 3L * bytes, LITTLE);
  }

  private static void addOne(
      long x, int rows, long w, long stride, long y, VectorMask<Float> mask) {
    FloatVector sum = FloatVector.fromMemorySegment(FLOATS, ALL, y, LITTLE, mask);
    long row = w;
    for (int j = 0; j < rows; j++) {
      FloatVector factor = FloatVector.broadcast(FLOATS, Lanes.getFloat(x + 4L * j));
      sum = FloatVector.fromMemorySegment(FLOATS, ALL, row, LITTLE, mask).fma(factor, sum);
      row += stride;
    }
    sum.intoMemorySegment(ALL, y, LITTLE, mask);
  }

  private static FloatVector load(long address) {
    return FloatVector.fromMemorySegment(FLOATS, ALL, address, LITTLE);
  }
}
