package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.BYTES;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Rows of floats times the rows of a small matrix, as low-rank changes need it.
 *
 * <p>Every product is summed by one vector in the order of its elements, then across its lanes, so
 * that its bits do not depend on what else is computed beside it. Bound: loads. Two rows at a time
 * would need fewer, but eight sums are more than the compiler keeps in registers: four times
 * slower.
 *
 * @param w where the matrix is
 * @param outputs its rows
 * @param columns its columns
 */
record ThinReduction(long w, int outputs, int columns) {
  private static final int TILE_OUTPUTS = 4;

  /**
   * Computes {@code y[t, j] = Σ_k x[t, k] · w[j, k]} for {@code rows} rows.
   *
   * @param xStride the bytes from one row of x to the next
   * @param yStride the same of y
   */
  void multiply(long x, long xStride, int rows, long y, long yStride) {
    for (int row = 0; row < rows; row++) {
      oneRow(x + row * xStride, y + row * yStride);
    }
  }

  private void oneRow(long x, long y) {
    int j = 0;
    for (; j <= outputs - TILE_OUTPUTS; j += TILE_OUTPUTS) {
      oneByFour(w + 4L * j * columns, x, y + 4L * j);
    }
    for (; j < outputs; j++) {
      one(w + 4L * j * columns, x, y + 4L * j);
    }
  }

  private void oneByFour(long w0, long x, long y) {
    long bytes = 4L * columns;
    long w1 = w0 + bytes;
    long w2 = w1 + bytes;
    long w3 = w2 + bytes;
    FloatVector sum0 = FloatVector.zero(FLOATS);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    long at = 0;
    for (; at <= bytes - BYTES; at += BYTES) {
      FloatVector input = load(x + at);
      sum0 = input.fma(load(w0 + at), sum0);
      sum1 = input.fma(load(w1 + at), sum1);
      sum2 = input.fma(load(w2 + at), sum2);
      sum3 = input.fma(load(w3 + at), sum3);
    }
    if (at < bytes) {
      VectorMask<Float> rest = FLOATS.indexInRange(0, columns % COUNT);
      FloatVector input = load(x + at, rest);
      sum0 = input.fma(load(w0 + at, rest), sum0);
      sum1 = input.fma(load(w1 + at, rest), sum1);
      sum2 = input.fma(load(w2 + at, rest), sum2);
      sum3 = input.fma(load(w3 + at, rest), sum3);
    }
    store(sum0, sum1, sum2, sum3, y);
  }

  private void one(long row, long x, long y) {
    long bytes = 4L * columns;
    FloatVector sum = FloatVector.zero(FLOATS);
    long at = 0;
    for (; at <= bytes - BYTES; at += BYTES) {
      sum = load(x + at).fma(load(row + at), sum);
    }
    if (at < bytes) {
      VectorMask<Float> rest = FLOATS.indexInRange(0, columns % COUNT);
      sum = load(x + at, rest).fma(load(row + at, rest), sum);
    }
    Lanes.setFloat(y, Lanes.sum(sum));
  }

  private static void store(
      FloatVector sum0, FloatVector sum1, FloatVector sum2, FloatVector sum3, long y) {
    Lanes.setFloat(y, Lanes.sum(sum0));
    Lanes.setFloat(y + 4, Lanes.sum(sum1));
    Lanes.setFloat(y + 8, Lanes.sum(sum2));
    Lanes.setFloat(y + 12, Lanes.sum(sum3));
  }

  private static FloatVector load(long address) {
    return FloatVector.fromMemorySegment(FLOATS, ALL, address, LITTLE);
  }

  private static FloatVector load(long address, VectorMask<Float> mask) {
    return FloatVector.fromMemorySegment(FLOATS, ALL, address, LITTLE, mask);
  }
}
