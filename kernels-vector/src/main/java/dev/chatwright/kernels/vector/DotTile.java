package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import dev.chatwright.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/**
 * Multiplies many rows of activations by a float matrix of few rows, as low-rank changes have them:
 * tiles of four rows by two, with vectors along the sum.
 *
 * <p>Too few outputs to fill the vectors of a panel would leave lanes idle. Bound: the processor's
 * rate of fused multiply-adds.
 */
final class DotTile {
  /** The most rows of such a matrix. */
  static final int OUTPUTS = 2 * COUNT;

  private static final int ROWS = 4;

  private DotTile() {}

  /** As {@link dev.chatwright.tensor.Kernels#linear}, of a weight of floats. */
  static void linear(Tensor x, Tensor w, int fromRow, int toRow, Tensor y) {
    long wStride = w.rowBytes();
    long yStride = y.rowBytes();
    for (int t = 0; t < x.rows(); t += ROWS) {
      int last = Math.min(ROWS, x.rows() - t) - 1;
      long row = VectorKernels.address(x, t);
      for (int n = fromRow; n < toRow; n += 2) {
        long output = y.address() + t * yStride + 4L * n;
        long weight = w.address() + n * wStride;
        long next = n + 1 < toRow ? wStride : 0;
        multiply(row, x.rowBytes(), last, weight, next, w.columns(), output, yStride);
      }
    }
  }

  /**
   * @param last which row is the last; it is computed again for each that is missing
   * @param next bytes to the second row of the weight, 0 if there is none
   */
  private static void multiply(
      long x, long xStride, int last, long w, long next, int depth, long y, long yStride) {
    long x1 = x + Math.min(1, last) * xStride;
    long x2 = x + Math.min(2, last) * xStride;
    long x3 = x + Math.min(3, last) * xStride;
    FloatVector sum00 = FloatVector.zero(FLOATS);
    FloatVector sum01 = FloatVector.zero(FLOATS);
    FloatVector sum10 = FloatVector.zero(FLOATS);
    FloatVector sum11 = FloatVector.zero(FLOATS);
    FloatVector sum20 = FloatVector.zero(FLOATS);
    FloatVector sum21 = FloatVector.zero(FLOATS);
    FloatVector sum30 = FloatVector.zero(FLOATS);
    FloatVector sum31 = FloatVector.zero(FLOATS);
    int whole = depth / COUNT * COUNT;
    for (int k = 0; k < whole; k += COUNT) {
      long at = 4L * k;
      FloatVector w0 = FloatVector.fromMemorySegment(FLOATS, ALL, w + at, LITTLE);
      FloatVector w1 = FloatVector.fromMemorySegment(FLOATS, ALL, w + next + at, LITTLE);
      FloatVector a0 = FloatVector.fromMemorySegment(FLOATS, ALL, x + at, LITTLE);
      sum00 = a0.fma(w0, sum00);
      sum01 = a0.fma(w1, sum01);
      FloatVector a1 = FloatVector.fromMemorySegment(FLOATS, ALL, x1 + at, LITTLE);
      sum10 = a1.fma(w0, sum10);
      sum11 = a1.fma(w1, sum11);
      FloatVector a2 = FloatVector.fromMemorySegment(FLOATS, ALL, x2 + at, LITTLE);
      sum20 = a2.fma(w0, sum20);
      sum21 = a2.fma(w1, sum21);
      FloatVector a3 = FloatVector.fromMemorySegment(FLOATS, ALL, x3 + at, LITTLE);
      sum30 = a3.fma(w0, sum30);
      sum31 = a3.fma(w1, sum31);
    }
    store(sum00, x, w, whole, depth, y);
    store(sum10, x1, w, whole, depth, y + Math.min(1, last) * yStride);
    store(sum20, x2, w, whole, depth, y + Math.min(2, last) * yStride);
    store(sum30, x3, w, whole, depth, y + Math.min(3, last) * yStride);
    if (next != 0) {
      long second = w + next;
      store(sum01, x, second, whole, depth, y + 4);
      store(sum11, x1, second, whole, depth, y + 4 + Math.min(1, last) * yStride);
      store(sum21, x2, second, whole, depth, y + 4 + Math.min(2, last) * yStride);
      store(sum31, x3, second, whole, depth, y + 4 + Math.min(3, last) * yStride);
    }
  }

  private static void store(FloatVector sums, long x, long w, int from, int to, long y) {
    float sum = Lanes.sum(sums);
    for (int k = from; k < to; k++) {
      sum = Math.fma(Lanes.getFloat(x + 4L * k), Lanes.getFloat(w + 4L * k), sum);
    }
    Lanes.setFloat(y, sum);
  }
}
