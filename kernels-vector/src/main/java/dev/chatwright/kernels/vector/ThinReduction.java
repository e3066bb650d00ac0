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
 * that its bits do not depend on what else is computed beside it. Bound: loads, of which two rows
 * by four outputs need the fewest that 16 registers allow.
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
    int row = 0;
    for (; row <= rows - 2; row += 2) {
      twoRows(x + row * xStride, xStride, y + row * yStride, yStride);
    }
    if (row < rows) {
      oneRow(x + row * xStride, y + row * yStride);
    }
  }

  private void twoRows(long x, long xStride, long y, long yStride) {
    int j = 0;
    for (; j <= outputs - TILE_OUTPUTS; j += TILE_OUTPUTS) {
      twoByFour(w + 4L * j * columns, x, xStride, y + 4L * j, yStride);
    }
    for (; j < outputs; j++) {
      one(w + 4L * j * columns, x, y + 4L * j);
      one(w + 4L * j * columns, x + xStride, y + yStride + 4L * j);
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

  private void twoByFour(long w0, long x, long xStride, long y, long yStride) {
    long bytes = 4L * columns;
    long w1 = w0 + bytes;
    long w2 = w1 + bytes;
    long w3 = w2 + bytes;
    long other = x + xStride;
    FloatVector sum00 = FloatVector.zero(FLOATS);
    FloatVector sum01 = sum00;
    FloatVector sum02 = sum00;
    FloatVector sum03 = sum00;
    FloatVector sum10 = sum00;
    FloatVector sum11 = sum00;
    FloatVector sum12 = sum00;
    FloatVector sum13 = sum00;
    long at = 0;
    for (; at <= bytes - BYTES; at += BYTES) {
      FloatVector x0 = load(x + at);
      FloatVector x1 = load(other + at);
      FloatVector weight = load(w0 + at);
      sum00 = x0.fma(weight, sum00);
      sum10 = x1.fma(weight, sum10);
      weight = load(w1 + at);
      sum01 = x0.fma(weight, sum01);
      sum11 = x1.fma(weight, sum11);
      weight = load(w2 + at);
      sum02 = x0.fma(weight, sum02);
      sum12 = x1.fma(weight, sum12);
      weight = load(w3 + at);
      sum03 = x0.fma(weight, sum03);
      sum13 = x1.fma(weight, sum13);
    }
    if (at < bytes) {
      VectorMask<Float> rest = FLOATS.indexInRange(0, columns % COUNT);
      FloatVector x0 = load(x + at, rest);
      FloatVector x1 = load(other + at, rest);
      sum00 = x0.fma(load(w0 + at, rest), sum00);
      sum10 = x1.fma(load(w0 + at, rest), sum10);
      sum01 = x0.fma(load(w1 + at, rest), sum01);
      sum11 = x1.fma(load(w1 + at, rest), sum11);
      sum02 = x0.fma(load(w2 + at, rest), sum02);
      sum12 = x1.fma(load(w2 + at, rest), sum12);
      sum03 = x0.fma(load(w3 + at, rest), sum03);
      sum13 = x1.fma(load(w3 + at, rest), sum13);
    }
    store(sum00, sum01, sum02, sum03, y);
    store(sum10, sum11, sum12, sum13, y + yStride);
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
