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

  private static void multiplyFewRows(
      Tensor x, Tensor w, int from, int to, Tensor y, MemorySegment scratch) {
    Rows rows = Rows.of(x, w, y);
    int columns = w.columns();
    long sums = scratch.address();
    switch (w.type()) {
      case F32 -> FloatRowProduct.multiplyF32(rows, columns, from, to);
      case BF16 -> FloatRowProduct.multiplyBF16(rows, columns, from, to);
      case F16 -> FloatRowProduct.multiplyF16(rows, columns, from, to);
      case Q8_0 -> Q8RowProduct.multiply(rows, columns, from, to);
      case Q6_K -> Q6RowProduct.multiply(rows, columns, from, to);
      case Q4_0 -> {
        sumBlocks(x, sums);
        Q4RowProduct.multiplySymmetric(rows, columns, from, to, sums);
      }
      case Q4_1 -> {
        sumBlocks(x, sums);
        Q4RowProduct.multiplyWithMinimum(rows, columns, from, to, sums);
      }
      case Q5_0 -> {
        sumBlocks(x, sums);
        Q5RowProduct.multiplySymmetric(rows, columns, from, to, sums);
      }
      case Q5_1 -> {
        sumBlocks(x, sums);
        Q5RowProduct.multiplyWithMinimum(rows, columns, from, to, sums);
      }
      case Q4_K -> {
        sumBlocks(x, sums);
        SuperBlockRowProduct.multiplyQ4(rows, columns, from, to, sums);
      }
      case Q5_K -> {
        sumBlocks(x, sums);
        SuperBlockRowProduct.multiplyQ5(rows, columns, from, to, sums);
      }
      case Q2_K, Q3_K, IQ4_NL -> multiplyDecoded(x, w, from, to, y, scratch);
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
      Rows rows = Rows.of(x, row, y);
      FloatRowProduct.multiplyF32(rows.shifted(n), w.columns(), 0, 1);
    }
  }
}
