package dev.chatwright.kernels.x86;

import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.PackedFormat;
import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.tensor.packed.PackedWeight;
import dev.chatwright.tensor.packed.RoundedLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Products by routines for one tier; those of a format are assembled when it is first met, since
 * all of them would delay a start by a tenth of a second and a model has a few.
 *
 * <p>Safe for use by several threads.
 */
final class X86PackedKernels implements PackedKernels {
  private static final int PANEL = PackedFormat.PANEL;
  private static final int ROW_BYTES = PANEL * Float.BYTES;

  /** Weights that one core's cache holds while all tiles are multiplied by them. */
  private static final long CACHED_BYTES = 256 << 10;

  private static final MemorySegment ROUNDING_CONSTANTS =
      MachineCode.constants(RoundingCode.constants());

  private final Tier tier;
  private final List<MemorySegment> rounding;
  private final Map<PackedFormat, List<MemorySegment>> products = new ConcurrentHashMap<>();

  X86PackedKernels(Tier tier) {
    this.tier = tier;
    this.rounding = routines(RoundingCode::assemble);
  }

  private List<MemorySegment> products(PackedFormat format) {
    return products.computeIfAbsent(
        format, met -> routines(rows -> ProductCode.assemble(tier, met, rows)));
  }

  /** Returns the routines for tiles of 1, 2, 3 … rows. */
  private List<MemorySegment> routines(IntFunction<byte[]> assembly) {
    return IntStream.rangeClosed(1, tier.tileRows())
        .mapToObj(assembly)
        .map(MachineCode::install)
        .toList();
  }

  @Override
  public String description() {
    return tier.label();
  }

  @Override
  public int tileRows() {
    return tier.tileRows();
  }

  @Override
  public void round(Tensor x, int fromTile, int toTile, MemorySegment rounded) {
    RoundedLayout layout = layout(x.rows(), x.columns());
    for (int tile = fromTile; tile < toTile; tile++) {
      int rows = layout.rowsOf(tile);
      long target = rounded.address() + layout.tileOffset(tile);
      for (int row = 0; row < rows; row++) {
        long source = x.address() + ((long) tile * tier.tileRows() + row) * x.rowBytes();
        MachineCode.call(
            rounding.get(rows - 1),
            source,
            target + RoundedLayout.scale(rows, row),
            layout.blocks(),
            ROUNDING_CONSTANTS.address(),
            0,
            0);
      }
    }
  }

  @Override
  public void multiply(
      MemorySegment rounded, PackedWeight w, int fromOutput, int toOutput, Tensor y) {
    int from = Math.ceilDiv(fromOutput, PANEL) * PANEL;
    int to = toOutput / PANEL * PANEL;
    if (from > to) {
      multiplyPart(rounded, w, fromOutput, toOutput, y);
      return;
    }
    if (fromOutput < from) {
      multiplyPart(rounded, w, fromOutput, from, y);
    }
    multiplyPanels(rounded, w, from, to, y.address() + 4L * from, y.rowBytes(), y.rows());
    if (to < toOutput) {
      multiplyPart(rounded, w, to, toOutput, y);
    }
  }

  private void multiplyPanels(
      MemorySegment rounded, PackedWeight w, int from, int to, long y, long stride, int rows) {
    long panelBytes = w.format().panelBytes(w.inputs());
    int most = (int) Math.max(1, CACHED_BYTES / panelBytes) * PANEL;
    RoundedLayout layout = layout(rows, w.inputs());
    List<MemorySegment> routines = products(w.format());
    long groups = layout.blocks() / w.format().groupBlocks();
    for (int first = from; first < to; first += most) {
      int panels = (Math.min(to, first + most) - first) / PANEL;
      long target = y + (first - from) * (long) Float.BYTES;
      for (int tile = 0; tile < layout.tiles(); tile++) {
        MachineCode.call(
            routines.get(layout.rowsOf(tile) - 1),
            w.panelAddress(first),
            rounded.address() + layout.tileOffset(tile),
            target + (long) tile * tier.tileRows() * stride,
            panels,
            stride,
            groups);
      }
    }
  }

  /** Multiplies by some outputs of one panel, whose other outputs belong to somebody else. */
  private void multiplyPart(
      MemorySegment rounded, PackedWeight w, int fromOutput, int toOutput, Tensor y) {
    int panel = fromOutput / PANEL * PANEL;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment whole = arena.allocate((long) y.rows() * ROW_BYTES, ROW_BYTES);
      multiplyPanels(rounded, w, panel, panel + PANEL, whole.address(), ROW_BYTES, y.rows());
      for (int row = 0; row < y.rows(); row++) {
        MemorySegment.copy(
            whole,
            row * (long) ROW_BYTES + 4L * (fromOutput - panel),
            y.data(),
            row * y.rowBytes() + 4L * fromOutput,
            4L * (toOutput - fromOutput));
      }
    }
  }
}
