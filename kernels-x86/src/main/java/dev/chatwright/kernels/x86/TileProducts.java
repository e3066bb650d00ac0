package dev.chatwright.kernels.x86;

import dev.chatwright.kernels.x86.TileProductCode.Steps;
import dev.chatwright.kernels.x86.assembler.Tile;
import dev.chatwright.tensor.packed.ActivationLayout;
import dev.chatwright.tensor.packed.BlockFormat;
import dev.chatwright.tensor.packed.PackedWeight;
import dev.chatwright.tensor.packed.RoundedBlock;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Products of many rounded rows with panels that are unpacked for all of them, by tiles.
 *
 * <p>Safe for use by several threads.
 */
final class TileProducts {
  private final Workspaces workspaces = new Workspaces();
  private final Map<BlockFormat, MemorySegment> unpacking = new ConcurrentHashMap<>();
  private final Map<Kind, MemorySegment> products = new ConcurrentHashMap<>();

  /** Which routine. */
  private record Kind(UnpackedPanel panel, Steps steps, int rows) {
    MemorySegment assemble() {
      return SystemMemory.executable(TileProductCode.assemble(panel, steps, rows));
    }
  }

  /**
   * Multiplies by whole panels.
   *
   * @param rows in tiles of {@value Tile#ROWS}
   * @param y the address of the first result
   * @param stride the bytes from one row of the result to the next
   */
  void multiply(
      MemorySegment prepared,
      PackedWeight w,
      BlockFormat format,
      int from,
      int to,
      long y,
      long stride,
      int rows) {
    UnpackedPanel panel = UnpackedPanel.of(format);
    long panelBytes = panel.panelBytes(w.inputs());
    int most = (int) Math.max(1, X86PackedKernels.CACHED_BYTES / panelBytes);
    int panels = (to - from) / BlockFormat.PANEL;
    ActivationLayout layout =
        new ActivationLayout(Tile.ROWS, rows, RoundedBlock.rowBytes(w.inputs()));
    long bytes =
        TileProductCode.SUMS_BYTES + Math.min(most, panels) * panelBytes + panel.stepBytes();
    MemorySegment workspace = workspaces.take(bytes);
    for (int done = 0; done < panels; done += most) {
      int count = Math.min(most, panels - done);
      int first = from + done * BlockFormat.PANEL;
      unpack(w, format, first, count, workspace.address() + TileProductCode.SUMS_BYTES);
      long target = y + (long) done * BlockFormat.PANEL * Float.BYTES;
      multiply(workspace, prepared, layout, panel, w.inputs(), count, target, stride);
    }
    workspaces.giveBack(workspace);
  }

  private void unpack(PackedWeight w, BlockFormat format, int first, int panels, long target) {
    MemorySegment routine =
        unpacking.computeIfAbsent(
            format, it -> SystemMemory.executable(UnpackingCode.assemble(it)));
    long groups = (long) panels * format.groups(w.inputs());
    MachineCode.call(routine, w.panelAddress(first), target, groups, 0, 0, 0);
  }

  private void multiply(
      MemorySegment workspace,
      MemorySegment prepared,
      ActivationLayout layout,
      UnpackedPanel panel,
      int inputs,
      int panels,
      long y,
      long stride) {
    int steps = panel.steps(inputs);
    MemorySegment whole = routine(panel, steps, layout.rowsOf(0));
    MemorySegment last = routine(panel, steps, layout.rowsOf(layout.tiles() - 1));
    for (int tile = 0; tile < layout.tiles(); tile++) {
      MachineCode.call(
          tile < layout.tiles() - 1 ? whole : last,
          workspace.address(),
          prepared.address() + layout.tileOffset(tile),
          y + (long) tile * Tile.ROWS * stride,
          panels,
          stride,
          Steps.turns(steps));
    }
  }

  private MemorySegment routine(UnpackedPanel panel, int steps, int rows) {
    return products.computeIfAbsent(new Kind(panel, Steps.of(steps), rows), Kind::assemble);
  }
}
