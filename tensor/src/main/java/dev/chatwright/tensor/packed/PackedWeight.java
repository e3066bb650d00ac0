package dev.chatwright.tensor.packed;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A weight matrix in panels. Outputs that the last panel has too many of are zeros.
 *
 * <p>Immutable once made.
 *
 * @param format what the bytes mean
 * @param outputs N
 * @param inputs K
 * @param data all panels, one after the other
 */
public record PackedWeight(PackedFormat format, int outputs, int inputs, MemorySegment data) {
  private static final int PANEL = PackedFormat.PANEL;

  /** Returns a copy of weights in panels, or empty if their type is best left as it is. */
  static Optional<PackedWeight> of(Tensor w, Arena arena) {
    return PackedFormat.of(w.type()).map(format -> pack(w, format, arena));
  }

  /** Returns the bytes that {@link #of} would take, or 0. */
  static long bytes(Tensor w) {
    return PackedFormat.of(w.type())
        .map(format -> Math.ceilDiv(w.rows(), PANEL) * format.panelBytes(w.columns()))
        .orElse(0L);
  }

  private static PackedWeight pack(Tensor w, PackedFormat format, Arena arena) {
    MemorySegment data = arena.allocate(bytes(w), Tensor.ALIGNMENT_BYTES);
    PackedWeight packed = new PackedWeight(format, w.rows(), w.columns(), data);
    PanelWriter writer = new PanelWriter(packed, w);
    for (int n = 0; n < w.rows(); n++) {
      writer.writeRow(n);
    }
    return packed;
  }

  /** Returns the address of the panel that begins with an output. */
  public long panelAddress(int output) {
    return data.address() + panelOffset(output);
  }

  long panelOffset(int output) {
    return output / PANEL * format.panelBytes(inputs);
  }
}
