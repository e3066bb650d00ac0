package dev.chatwright.tensor.packed;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
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
  /** Returns a copy of weights in panels, or empty if their type is best left as it is. */
  static Optional<PackedWeight> of(Tensor w, SegmentAllocator memory) {
    return PackedFormat.of(w.type()).map(format -> pack(w, format, memory));
  }

  /** Returns the bytes that {@link #of} would take, or 0. */
  static long bytes(Tensor w) {
    return PackedFormat.of(w.type())
        .map(format -> Math.ceilDiv(w.rows(), format.panel()) * format.panelBytes(w.columns()))
        .orElse(0L);
  }

  private static PackedWeight pack(Tensor w, PackedFormat format, SegmentAllocator memory) {
    MemorySegment data = memory.allocate(bytes(w), Tensor.ALIGNMENT_BYTES);
    PackedWeight packed = new PackedWeight(format, w.rows(), w.columns(), data);
    switch (format) {
      case BlockFormat blocks -> new BlockPanelWriter(packed, blocks, w).write();
      case FloatFormat floats -> new FloatPanelWriter(packed, floats, w).write();
    }
    return packed;
  }

  /** Returns the address of the panel that begins with an output. */
  public long panelAddress(int output) {
    return data.address() + panelOffset(output);
  }

  long panelOffset(int output) {
    return output / format.panel() * format.panelBytes(inputs);
  }
}
