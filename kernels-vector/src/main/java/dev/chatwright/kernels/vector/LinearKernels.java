package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * Products with weight matrices: few rows of activations straight from the blocks, many decoded.
 */
final class LinearKernels {
  /** Up to this many rows of activations, decoding weights for all of them does not pay. */
  static final int FEW_ROWS = 3;

  private static final int FEW_ROWS_GRAIN = 16;

  private static final int SUM_ELEMENTS = 32;

  private LinearKernels() {}

  static long scratchBytes(int maxColumns) {
    long sums = (long) FEW_ROWS * Math.ceilDiv(maxColumns, SUM_ELEMENTS) * Float.BYTES;
    long decoded = (long) maxColumns * Float.BYTES;
    return Math.max(GemmKernel.scratchBytes(maxColumns), sums + decoded);
  }

  /** As {@link Kernels#linear}. */
  static void linear(Tensor x, Tensor w, int fromRow, int toRow, Tensor y, MemorySegment scratch) {
    if (x.rows() > FEW_ROWS) {
      GemmKernel.multiply(x, w, fromRow, toRow, y, scratch.address());
    } else {
      multiplyFewRows(x, w, fromRow, toRow, y, scratch);
    }
  }

  /** Returns the rows of weights that a thread should take, at least. */
  static int grain(int rows) {
    return rows > FEW_ROWS ? Panel.WIDTH : FEW_ROWS_GRAIN;
  }

  private static void multiplyFewRows(
      Tensor x, Tensor w, int from, int to, Tensor y, MemorySegment scratch) {
    switch (w.type()) {
      case F32 -> multiplyEach(FloatRowProduct::multiplyF32, x, w, from, to, y, 0);
      case BF16 -> multiplyEach(FloatRowProduct::multiplyBF16, x, w, from, to, y, 0);
      case F16 -> multiplyEach(FloatRowProduct::multiplyF16, x, w, from, to, y, 0);
      case Q8_0 -> multiplyEach(Q8RowProduct::multiply, x, w, from, to, y, 0);
      case Q6_K -> multiplyEach(Q6RowProduct::multiply, x, w, from, to, y, 0);
      case Q4_0 -> multiplyWithSums(Q4RowProduct::multiplySymmetric, x, w, from, to, y, scratch);
      case Q4_1 -> multiplyWithSums(Q4RowProduct::multiplyWithMinimum, x, w, from, to, y, scratch);
      case Q5_0 -> multiplyWithSums(Q5RowProduct::multiplySymmetric, x, w, from, to, y, scratch);
      case Q5_1 -> multiplyWithSums(Q5RowProduct::multiplyWithMinimum, x, w, from, to, y, scratch);
      case Q4_K -> multiplyWithSums(SuperBlockRowProduct::multiplyQ4, x, w, from, to, y, scratch);
      case Q5_K -> multiplyWithSums(SuperBlockRowProduct::multiplyQ5, x, w, from, to, y, scratch);
      case Q2_K, Q3_K, IQ4_NL -> multiplyDecoded(x, w, from, to, y, scratch);
    }
  }

  private static void multiplyWithSums(
      RowProduct product, Tensor x, Tensor w, int from, int to, Tensor y, MemorySegment scratch) {
    long sums = scratch.address();
    sumBlocks(x, sums);
    multiplyEach(product, x, w, from, to, y, sums);
  }

  private static void multiplyEach(
      RowProduct product, Tensor x, Tensor w, int from, int to, Tensor y, long sums) {
    int columns = w.columns();
    long sumsBytes = (long) columns / SUM_ELEMENTS * Float.BYTES;
    long rows = w.address() + from * w.rowBytes();
    for (int t = 0; t < x.rows(); t++) {
      long input = x.address() + t * x.rowBytes();
      long output = y.address() + t * y.rowBytes() + from * 4L;
      product.multiply(rows, to - from, input, columns, sums + t * sumsBytes, output);
    }
  }

  /** Sums every 32 activations, which the constant parts of the blocks of all rows share. */
  private static void sumBlocks(Tensor x, long sums) {
    long blocks = x.shape().elements() / SUM_ELEMENTS;
    for (long block = 0; block < blocks; block++) {
      long from = x.address() + block * SUM_ELEMENTS * 4;
      FloatVector sum = FloatVector.zero(Lanes.FLOATS);
      for (long at = from; at < from + SUM_ELEMENTS * 4; at += Lanes.BYTES) {
        sum = sum.add(FloatVector.fromMemorySegment(Lanes.FLOATS, Lanes.ALL, at, Lanes.LITTLE));
      }
      Lanes.setFloat(sums + block * 4, Lanes.sum(sum));
    }
  }

  /** Serves the types that are rare enough to decode each row by plain Java. */
  private static void multiplyDecoded(
      Tensor x, Tensor w, int from, int to, Tensor y, MemorySegment scratch) {
    Shape shape = Shape.of(w.columns());
    MemorySegment data = scratch.asSlice(0, w.columns() * ValueLayout.JAVA_FLOAT.byteSize());
    Tensor row = Tensor.of(ElementType.F32, shape, data);
    for (int n = from; n < to; n++) {
      Kernels.scalar().copyRow(w, n, row, 0);
      for (int t = 0; t < x.rows(); t++) {
        long input = x.address() + t * x.rowBytes();
        long output = y.address() + t * y.rowBytes() + n * 4L;
        FloatRowProduct.multiplyF32(row.address(), 1, input, w.columns(), 0, output);
      }
    }
  }
}
