package dev.chatwright.kernels.x86;

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
    for (int row = from; row < to; row++) {
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
    for (int k = from; k < layout.padded(); k += 2) {
      set(layout.address(row, k), value(matrix, row, k), value(matrix, row, k + 1));
    }
  }

  private void packColumns(Tensor matrix, int from, int to, BfloatLayout layout) {
    for (int column = from; column < to; column += GROUP) {
      if (column + GROUP <= to) {
        packGroup(matrix, column, layout);
      } else {
        for (int each = column; each < to; each++) {
          packRestOfColumn(matrix, each, 0, layout);
        }
      }
    }
  }

  private void packGroup(Tensor matrix, int column, BfloatLayout layout) {
    boolean isRight = layout.operand().side() == Side.RIGHT;
    int whole = matrix.rows() / 2 * 2;
    int chunk = isRight ? BfloatLayout.CHUNK : Math.max(2, whole);
    for (int k = 0; k < whole; k += chunk) {
      int pairs = (Math.min(whole, k + chunk) - k) / 2;
      long source = matrix.address() + k * matrix.rowBytes() + 4L * column;
      MachineCode.call(
          isRight ? panelPairs : stripPairs,
          source,
          matrix.rowBytes(),
          layout.address(column, k),
          pairs,
          0,
          0);
    }
    for (int lane = 0; lane < GROUP && whole < layout.padded(); lane++) {
      packRestOfColumn(matrix, column + lane, whole, layout);
    }
  }

  private static void packRestOfColumn(Tensor matrix, int column, int from, BfloatLayout layout) {
    for (int k = from; k < layout.padded(); k += 2) {
      set(layout.address(column, k), value(matrix, k, column), value(matrix, k + 1, column));
    }
  }

  /** Returns a number, or zero where the matrix has none. */
  private static float value(Tensor matrix, int row, int column) {
    return row < matrix.rows() && column < matrix.columns() ? matrix.get(row, column) : 0;
  }

  private static void set(long address, float even, float odd) {
    int pair = (Bfloat.bits(even) & 0xFFFF) | (Bfloat.bits(odd) << Short.SIZE);
    NativeMemory.ALL.set(JAVA_INT_UNALIGNED, address, pair);
  }
}
