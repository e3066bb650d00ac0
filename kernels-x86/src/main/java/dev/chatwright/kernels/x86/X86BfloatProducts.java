package dev.chatwright.kernels.x86;

import dev.chatwright.kernels.x86.assembler.Width;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatOperand;
import dev.chatwright.tensor.packed.BfloatOperand.Side;
import dev.chatwright.tensor.packed.BfloatOperand.Summed;
import dev.chatwright.tensor.packed.BfloatProducts;
import dev.chatwright.tensor.packed.FloatFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Products by the instruction that multiplies pairs of bfloats. Bound: that instruction's rate.
 *
 * <p>Safe for use by several threads.
 */
final class X86BfloatProducts implements BfloatProducts {
  private static final int TILE_ROWS = 12;
  private static final int PANEL = FloatFormat.PANEL;
  private static final int STEPS = 2 * FloatProductCode.UNROLLED;

  /** Panels that one core's cache holds while all tiles are multiplied by them. */
  private static final long CACHED_BYTES = 256 << 10;

  private final BfloatPacking packing = new BfloatPacking();
  private final Map<Kind, List<MemorySegment>> routines = new ConcurrentHashMap<>();

  /**
   * Which routines.
   *
   * @param first a tile of one row
   * @param adds whether sums begin with what the result holds
   */
  private record Kind(InputTile first, boolean adds) {}

  /** Creates products without routines, which are assembled when they are first needed. */
  X86BfloatProducts() {}

  /** Returns the one object of this process, so that routines are assembled once. */
  static BfloatProducts known() {
    return Known.PRODUCTS;
  }

  private static final class Known {
    private static final BfloatProducts PRODUCTS = new X86BfloatProducts();
  }

  @Override
  public long bytes(Side side, Summed summed, int count, int depth) {
    return BfloatLayout.bytes(side, summed, count, depth);
  }

  @Override
  public int packGrain(Side side) {
    return side == Side.LEFT ? BfloatLayout.STRIP : PANEL;
  }

  @Override
  public int grain(Side side) {
    return side == Side.LEFT ? TILE_ROWS : PANEL;
  }

  @Override
  public int cachedColumns(int depth) {
    return (int) Math.max(1, CACHED_BYTES / FloatFormat.BFLOATS.panelBytes(depth)) * PANEL;
  }

  @Override
  public void pack(Tensor matrix, int from, int to, BfloatOperand operand) {
    packing.pack(matrix, from, to, operand);
  }

  @Override
  public void multiply(
      BfloatOperand left,
      BfloatOperand right,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      boolean accumulate,
      Tensor y) {
    int whole = toColumn / PANEL * PANEL;
    int most = cachedColumns(Math.min(BfloatLayout.CHUNK, left.depth()));
    for (int from = fromColumn; from < whole; from += most) {
      int to = Math.min(whole, from + most);
      multiplyPanels(left, right, fromRow, toRow, from, to, accumulate, Target.of(y));
    }
    if (whole < toColumn) {
      multiplyPart(left, right, fromRow, toRow, whole, toColumn, accumulate, y);
    }
  }

  /**
   * Where a result goes.
   *
   * @param address of its first row and column
   * @param stride the bytes from one row to the next
   */
  private record Target(long address, long stride) {
    static Target of(Tensor y) {
      return new Target(y.address(), y.rowBytes());
    }

    long at(int row, int column) {
      return address + row * stride + 4L * column;
    }
  }

  private void multiplyPanels(
      BfloatOperand left,
      BfloatOperand right,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      boolean accumulate,
      Target y) {
    BfloatLayout rows = new BfloatLayout(left);
    BfloatLayout panels = new BfloatLayout(right);
    int depth = rows.padded();
    for (int k = 0; k < depth; k += BfloatLayout.CHUNK) {
      List<MemorySegment> codes = routines(rows, accumulate || k > 0);
      int chunk = panels.chunk(k);
      for (int row = fromRow; row < toRow; row += TILE_ROWS) {
        MachineCode.call(
            codes.get(Math.min(TILE_ROWS, toRow - row) - 1),
            panels.address(fromColumn, k),
            rows.address(row, k),
            y.at(row, fromColumn),
            (toColumn - fromColumn) / PANEL,
            y.stride(),
            chunk / STEPS);
      }
    }
  }

  private List<MemorySegment> routines(BfloatLayout rows, boolean adds) {
    return routines.computeIfAbsent(new Kind(rows.tile(1), adds), X86BfloatProducts::assemble);
  }

  private static List<MemorySegment> assemble(Kind kind) {
    InputTile first = kind.first();
    return MachineCode.install(
        TILE_ROWS,
        rows ->
            FloatProductCode.assemble(
                Width.ZMM,
                FloatFormat.BFLOATS,
                true,
                new InputTile(rows, first.rowBytes(), first.stepBytes()),
                kind.adds()));
  }

  /** Multiplies by a panel that the result has no room for. */
  private void multiplyPart(
      BfloatOperand left,
      BfloatOperand right,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      boolean accumulate,
      Tensor y) {
    long rowBytes = (long) PANEL * Float.BYTES;
    long bytes = 4L * (toColumn - fromColumn);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment tile = arena.allocate(TILE_ROWS * rowBytes, Tensor.ALIGNMENT_BYTES);
      for (int row = fromRow; row < toRow; row += TILE_ROWS) {
        int end = Math.min(toRow, row + TILE_ROWS);
        for (int i = row; i < end && accumulate; i++) {
          long offset = i * y.rowBytes() + 4L * fromColumn;
          MemorySegment.copy(y.data(), offset, tile, (i - row) * rowBytes, bytes);
        }
        long first = tile.address() - row * rowBytes - 4L * fromColumn;
        Target target = new Target(first, rowBytes);
        int width = fromColumn + PANEL;
        multiplyPanels(left, right, row, end, fromColumn, width, accumulate, target);
        for (int i = row; i < end; i++) {
          long offset = i * y.rowBytes() + 4L * fromColumn;
          MemorySegment.copy(tile, (i - row) * rowBytes, y.data(), offset, bytes);
        }
      }
    }
  }
}
