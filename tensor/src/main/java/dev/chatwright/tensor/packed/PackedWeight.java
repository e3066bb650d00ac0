package dev.chatwright.tensor.packed;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

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
    for (int n = 0; n < w.rows(); n++) {
      packed.packRow(w, n);
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

  private void packRow(Tensor w, int n) {
    MemorySegment from = w.data();
    long at = n * w.rowBytes();
    long panel = panelOffset(n);
    int lane = n % PANEL;
    int step = w.type().blockBytes();
    int blocks = inputs / w.type().blockElements();
    for (int block = 0; block < blocks; block++, at += step) {
      long to = panel + format.blockOffset(block * format.groupBlocks());
      switch (format) {
        case FOUR_BITS -> packFourBits(from, at, 0, at + 2, to, lane);
        case FOUR_BITS_WITH_MINIMUM -> packFourBits(from, at, 2, at + 4, to, lane);
        case EIGHT_BITS -> packEightBits(from, at, to, lane);
        case SUPER_FOUR_BITS -> packSuperBlock(from, at, to, lane);
      }
    }
  }

  /** Copies the scale, what stands {@code minimum} bytes behind it if any, and the numbers. */
  private void packFourBits(
      MemorySegment from, long at, int minimum, long numbers, long to, int lane) {
    copyInts(from, numbers, 4, to, lane);
    long scales = to + format.numberBytes() + 2L * lane;
    copyHalf(from, at, scales);
    if (minimum > 0) {
      copyHalf(from, at + minimum, scales + 2 * PANEL);
    }
  }

  private void packEightBits(MemorySegment from, long at, long to, int lane) {
    for (int group = 0; group < PackedFormat.BLOCK / 4; group++) {
      int numbers = from.get(JAVA_INT_UNALIGNED, at + 2 + 4L * group);
      data.set(JAVA_INT_UNALIGNED, to + 4L * (group * PANEL + lane), numbers ^ 0x80808080);
    }
    copyHalf(from, at, to + format.numberBytes() + 2L * lane);
  }

  /** Eight blocks whose 6-bit scales and minimums are packed into 12 bytes. */
  private void packSuperBlock(MemorySegment from, long at, long to, int lane) {
    long head = to - format.headBytes() + 2L * lane;
    copyHalf(from, at, head);
    copyHalf(from, at + 2, head + 2 * PANEL);
    for (int block = 0; block < 8; block++) {
      long target = to + (long) block * format.blockBytes();
      packHalfBytes(from, at + 16 + 32L * (block / 2), block % 2 * 4, target, lane);
      long scales = target + format.numberBytes() + lane;
      data.set(JAVA_BYTE, scales, (byte) sixBits(from, at + 4, block, 0));
      data.set(JAVA_BYTE, scales + PANEL, (byte) sixBits(from, at + 4, block, 4));
    }
  }

  /** Takes one half of each of 32 bytes, which are the numbers of a block in their order. */
  private void packHalfBytes(MemorySegment from, long at, int shift, long to, int lane) {
    for (int group = 0; group < 4; group++) {
      int low = from.get(JAVA_INT_UNALIGNED, at + 4L * group) >>> shift & 0x0F0F0F0F;
      int high = from.get(JAVA_INT_UNALIGNED, at + 16 + 4L * group) >>> shift & 0x0F0F0F0F;
      data.set(JAVA_INT_UNALIGNED, to + 4L * (group * PANEL + lane), low | high << 4);
    }
  }

  /**
   * Returns the scale or minimum of a block: of the first four in the low six bits of a byte, of
   * the others in four bits of a later byte and the two high bits of an earlier one.
   *
   * @param kind 0 for scales, 4 for minimums: where their bytes begin
   */
  private static int sixBits(MemorySegment from, long at, int block, int kind) {
    int own = from.get(JAVA_BYTE, at + kind + block % 4) & 0xFF;
    if (block < 4) {
      return own & 63;
    }
    int later = from.get(JAVA_BYTE, at + 8 + block % 4) & 0xFF;
    return ((later >> kind) & 15) | ((own >> 6) << 4);
  }

  private void copyInts(MemorySegment from, long at, int count, long to, int lane) {
    for (int i = 0; i < count; i++) {
      int four = from.get(JAVA_INT_UNALIGNED, at + 4L * i);
      data.set(JAVA_INT_UNALIGNED, to + 4L * (i * PANEL + lane), four);
    }
  }

  private void copyHalf(MemorySegment from, long at, long to) {
    data.set(JAVA_SHORT_UNALIGNED, to, from.get(JAVA_SHORT_UNALIGNED, at));
  }
}
