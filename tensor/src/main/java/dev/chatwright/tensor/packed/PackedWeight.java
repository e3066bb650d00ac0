package dev.chatwright.tensor.packed;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
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

  /**
   * Returns the same.
   *
   * @param parallel the threads that copy
   */
  static Optional<PackedWeight> of(Tensor w, SegmentAllocator memory, Parallel parallel) {
    return PackedFormat.of(w.type()).map(format -> pack(w, format, memory, parallel));
  }

  /** Returns the bytes that {@link #of} would take, or 0. */
  static long bytes(Tensor w) {
    return PackedFormat.of(w.type()).map(format -> bytes(w, format)).orElse(0L);
  }

  private static long bytes(Tensor w, PackedFormat format) {
    return Math.ceilDiv(w.rows(), format.panel()) * format.panelBytes(w.columns());
  }

  /** Returns a copy of floats in panels, each the nearest half float to a multiple of it. */
  static PackedWeight ofHalves(
      Tensor w, float factor, FloatFormat format, SegmentAllocator memory) {
    if (!format.half()) {
      throw new IllegalArgumentException("the format must be one of half floats, got " + format);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment halves = arena.allocate(ElementType.F16.bytes(w.shape().elements()), 2);
      for (long i = 0; i < w.shape().elements(); i++) {
        float value = w.data().getAtIndex(JAVA_FLOAT_UNALIGNED, i);
        halves.setAtIndex(JAVA_SHORT, i, Float.floatToFloat16(value * factor));
      }
      return pack(Tensor.of(ElementType.F16, w.shape(), halves), format, memory);
    }
  }

  private static PackedWeight pack(Tensor w, PackedFormat format, SegmentAllocator memory) {
    PackedWeight packed = allocate(w, format, memory);
    new PanelWriter(packed, w).write(0, packed.panels());
    return packed;
  }

  private static PackedWeight pack(
      Tensor w, PackedFormat format, SegmentAllocator memory, Parallel parallel) {
    PackedWeight packed = allocate(w, format, memory);
    PanelWriter writer = new PanelWriter(packed, w);
    parallel.forRanges(packed.panels(), 1, (_, from, to) -> writer.write(from, to));
    return packed;
  }

  private static PackedWeight allocate(Tensor w, PackedFormat format, SegmentAllocator memory) {
    MemorySegment data = memory.allocate(bytes(w, format), Tensor.ALIGNMENT_BYTES);
    return new PackedWeight(format, w.rows(), w.columns(), data);
  }

  private int panels() {
    return Math.ceilDiv(outputs, format.panel());
  }

  /** Returns the address of the panel that begins with an output. */
  public long panelAddress(int output) {
    return data.address() + panelOffset(output);
  }

  long panelOffset(int output) {
    return output / format.panel() * format.panelBytes(inputs);
  }
}
