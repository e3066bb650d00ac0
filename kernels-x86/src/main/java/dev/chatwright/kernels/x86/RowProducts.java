package dev.chatwright.kernels.x86;

import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.FloatFormat;
import dev.chatwright.tensor.packed.PackedWeight;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Products of rows as they lie with half floats in panels, by routines that know how long such rows
 * are; a model has few lengths.
 *
 * <p>Rows are not prepared: with a matrix of 16 outputs that would cost as much as the product.
 * Safe for use by several threads.
 */
final class RowProducts {
  private final Tier tier;
  private final Map<Kind, List<MemorySegment>> routines = new ConcurrentHashMap<>();

  /**
   * Which routines.
   *
   * @param rowBytes from one row to the next
   * @param adds whether sums begin with what the result holds
   */
  private record Kind(FloatFormat format, int rowBytes, boolean adds) {}

  /** Creates products without routines, which are assembled when they are first needed. */
  RowProducts(Tier tier) {
    this.tier = tier;
  }

  private List<MemorySegment> routines(Kind kind) {
    List<MemorySegment> known = routines.get(kind); // without the lambda of what follows
    return known == null ? routines.computeIfAbsent(kind, this::assemble) : known;
  }

  private List<MemorySegment> assemble(Kind kind) {
    return MachineCode.install(
        tier.floatTileRows(),
        rows -> {
          InputTile tile = new InputTile(rows, kind.rowBytes(), Float.BYTES);
          return FloatProductCode.assemble(tier.width(), kind.format(), false, tile, kind.adds());
        });
  }

  void multiply(
      Tensor x,
      int fromRow,
      int toRow,
      PackedWeight w,
      int fromOutput,
      int toOutput,
      boolean adds,
      Tensor y) {
    FloatFormat format = (FloatFormat) w.format();
    Kind kind = new Kind(format, Math.toIntExact(x.rowBytes()), adds);
    int panel = format.panel();
    PanelRange range = PanelRange.of(fromOutput, toOutput, panel);
    int first = range.first();
    int last = range.last();
    if (range.hasHead()) {
      multiplyPart(x, fromRow, toRow, w, fromOutput, first, kind, y);
    }
    if (range.hasPanels()) {
      long target = y.address() + fromRow * y.rowBytes() + 4L * first;
      multiplyPanels(
          x, fromRow, toRow, w, first, (last - first) / panel, kind, target, y.rowBytes());
    }
    if (range.hasTail()) {
      multiplyPart(x, fromRow, toRow, w, last, toOutput, kind, y);
    }
  }

  private void multiplyPanels(
      Tensor x,
      int fromRow,
      int toRow,
      PackedWeight w,
      int first,
      int panels,
      Kind kind,
      long target,
      long stride) {
    List<MemorySegment> codes = routines(kind);
    int loops = FloatFormat.padded(w.inputs()) / FloatProductCode.UNROLLED;
    for (int row = fromRow; row < toRow; row += codes.size()) {
      MachineCode.call(
          codes.get(Math.min(codes.size(), toRow - row) - 1),
          w.panelAddress(first),
          x.address() + row * x.rowBytes(),
          target + (row - fromRow) * stride,
          panels,
          stride,
          loops);
    }
  }

  /** Multiplies by some outputs of one panel, whose other outputs belong to somebody else. */
  private void multiplyPart(
      Tensor x,
      int fromRow,
      int toRow,
      PackedWeight w,
      int fromOutput,
      int toOutput,
      Kind kind,
      Tensor y) {
    int panel = kind.format().panel();
    int first = fromOutput / panel * panel;
    long rowBytes = (long) panel * Float.BYTES;
    long inRow = 4L * (fromOutput - first);
    long bytes = 4L * (toOutput - fromOutput);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment whole = arena.allocate((toRow - fromRow) * rowBytes, Tensor.ALIGNMENT_BYTES);
      for (int row = fromRow; row < toRow && kind.adds(); row++) {
        long own = row * y.rowBytes() + 4L * fromOutput;
        MemorySegment.copy(y.data(), own, whole, (row - fromRow) * rowBytes + inRow, bytes);
      }
      multiplyPanels(x, fromRow, toRow, w, first, 1, kind, whole.address(), rowBytes);
      for (int row = fromRow; row < toRow; row++) {
        long own = row * y.rowBytes() + 4L * fromOutput;
        MemorySegment.copy(whole, (row - fromRow) * rowBytes + inRow, y.data(), own, bytes);
      }
    }
  }
}
