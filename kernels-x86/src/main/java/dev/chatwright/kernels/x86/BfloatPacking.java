package dev.chatwright.kernels.x86;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.chatwright.kernels.x86.FloatTileCode.Rounding;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.Bfloat;
import dev.chatwright.tensor.packed.BfloatOperand;
import dev.chatwright.tensor.packed.BfloatOperand.Side;
import dev.chatwright.tensor.packed.BfloatOperand.Summed;
import dev.chatwright.tensor.packed.FloatFormat;
import dev.chatwright.tensor.spi.NativeMemory;
import java.lang.foreign.MemorySegment;

/**
 * Packs matrices: whole groups by routines, the few numbers beside and behind them one by one.
 *
 * <p>Immutable.
 */
final class BfloatPacking {
  private static final int GROUP = BfloatPackingCode.GROUP;

  /** Rows that are read from side to side before the next ones; a part of every chunk. */
  private static final int ROWS = 256;

  private final MemorySegment rows = SystemMemory.executable(BfloatPackingCode.rows());
  private final MemorySegment stripPairs = pairs(BfloatLayout.STRIP);
  private final MemorySegment panelPairs = pairs(FloatFormat.PANEL);
  private final MemorySegment panelRow =
      SystemMemory.executable(FloatTileCode.assemble(Rounding.PAIRS, FloatFormat.PANEL));

  private static MemorySegment pairs(int width) {
    return SystemMemory.executable(BfloatPackingCode.pairs(width * Integer.BYTES));
  }

  /** As {@link dev.chatwright.tensor.packed.BfloatProducts#pack}. */
  void pack(Tensor matrix, int from, int to, BfloatOperand operand) {
    BfloatLayout layout = new BfloatLayout(operand);
    if (operand.summed() == Summed.ALONG_COLUMNS) {
      packColumns(matrix, from, to, layout);
    } else if (operand.side() == Side.LEFT) {
      packRows(matrix, from, to, layout);
    } else {
      transposeRows(matrix, from, to, layout);
    }
  }

  private void packRows(Tensor matrix, int from, int to, BfloatLayout layout) {
    int groups = matrix.columns() / GROUP;
    if (groups > 0) {
      long source = matrix.address() + from * matrix.rowBytes();
      int stride = layout.tile(1).rowBytes();
      MachineCode.call(
          rows, source, layout.address(from, 0), groups, to - from, matrix.rowBytes(), stride);
    }
    for (int row = from; row < to && groups * GROUP < layout.padded(); row++) {
      packRest(matrix, row, groups * GROUP, layout);
    }
  }

  private void transposeRows(Tensor matrix, int from, int to, BfloatLayout layout) {
    int whole = matrix.columns() / GROUP * GROUP;
    for (int row = from; row < to; row++) {
      for (int k = 0; k < whole; k += BfloatLayout.CHUNK) {
        int groups = (Math.min(whole, k + BfloatLayout.CHUNK) - k) / GROUP;
        long source = matrix.address() + row * matrix.rowBytes() + 4L * k;
        MachineCode.call(
            panelRow, source, layout.address(row, k), groups, FloatConstants.ADDRESS, 0, 0);
      }
      packRest(matrix, row, whole, layout);
    }
  }

  /** Packs what of a row is no whole group, and the zeros behind it. */
  private static void packRest(Tensor matrix, int row, int from, BfloatLayout layout) {
    int columns = matrix.columns();
    long first = matrix.address() + row * matrix.rowBytes();
    for (int k = from; k < layout.padded(); k += 2) {
      float even = k < columns ? get(first + 4L * k) : 0;
      float odd = k + 1 < columns ? get(first + 4L * (k + 1)) : 0;
      set(layout.address(row, k), even, odd);
    }
  }

  private void packColumns(Tensor matrix, int from, int to, BfloatLayout layout) {
    int end = from + (to - from) / GROUP * GROUP;
    int whole = matrix.rows() / 2 * 2;
    for (int k = 0; k < whole; k += ROWS) {
      for (int column = from; column < end; column += GROUP) {
        packGroup(matrix, column, k, Math.min(whole, k + ROWS), layout);
      }
    }
    for (int column = from; column < to; column++) {
      packRestOfColumn(matrix, column, column < end ? whole : 0, layout);
    }
  }

  private void packGroup(Tensor matrix, int column, int from, int to, BfloatLayout layout) {
    MachineCode.call(
        layout.operand().side() == Side.RIGHT ? panelPairs : stripPairs,
        matrix.address() + from * matrix.rowBytes() + 4L * column,
        matrix.rowBytes(),
        layout.address(column, from),
        (to - from) / 2,
        0,
        0);
  }

  /** Packs what of a column no routine has packed, and the zeros behind it. */
  private static void packRestOfColumn(Tensor matrix, int column, int from, BfloatLayout layout) {
    long rowBytes = matrix.rowBytes();
    long first = matrix.address() + 4L * column;
    int rows = matrix.rows();
    for (int k = from; k < layout.padded(); k += 2) {
      float even = k < rows ? get(first + k * rowBytes) : 0;
      float odd = k + 1 < rows ? get(first + (k + 1) * rowBytes) : 0;
      set(layout.address(column, k), even, odd);
    }
  }

  private static float get(long address) {
    return NativeMemory.ALL.get(JAVA_FLOAT_UNALIGNED, address);
  }

  private static void set(long address, float even, float odd) {
    int pair = (Bfloat.bits(even) & 0xFFFF) | (Bfloat.bits(odd) << Short.SIZE);
    NativeMemory.ALL.set(JAVA_INT_UNALIGNED, address, pair);
  }
}
