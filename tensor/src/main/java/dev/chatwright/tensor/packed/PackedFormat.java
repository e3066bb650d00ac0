package dev.chatwright.tensor.packed;

import dev.chatwright.tensor.ElementType;
import java.util.Optional;

/**
 * How the weights of a panel, {@value #PANEL} outputs wide, are stored.
 *
 * <p>A panel is its blocks of {@value #BLOCK} inputs one after the other. A block begins with its
 * numbers q, without a sign: of every output in turn the 32 bits that hold inputs 4g to 4g + 3, for
 * each group g of the block. Four-bit numbers hold group g in the low halves of their bytes and
 * group g + 4 in the high ones. Behind them come the scales of all outputs.
 */
public enum PackedFormat {
  /** {@code w = d · (q − 8)}: d of all outputs as half floats. From Q4_0. */
  FOUR_BITS(Numbers.FOUR_BITS, 1, 0, 2 * PackedFormat.PANEL),

  /** {@code w = d · q + m}: d, then m, as half floats. From Q4_1. */
  FOUR_BITS_WITH_MINIMUM(Numbers.FOUR_BITS, 1, 0, 4 * PackedFormat.PANEL),

  /** {@code w = d · (q − 128)}: d as half floats. From Q8_0. */
  EIGHT_BITS(Numbers.EIGHT_BITS, 1, 0, 2 * PackedFormat.PANEL),

  /**
   * {@code w = (D · s) · q − (M · m)}: before every eight blocks D, then M, as half floats; behind
   * each block s, then m, as bytes. From Q4_K.
   */
  SUPER_FOUR_BITS(Numbers.FOUR_BITS, 8, 4 * PackedFormat.PANEL, 2 * PackedFormat.PANEL);

  /** How many outputs a panel has. */
  public static final int PANEL = 16;

  /** How many inputs a block has. */
  public static final int BLOCK = 32;

  /** The bytes of the numbers of a block. */
  private static final class Numbers {
    private static final int FOUR_BITS = PANEL * BLOCK / 2;
    private static final int EIGHT_BITS = PANEL * BLOCK;
  }

  private final int numberBytes;
  private final int groupBlocks;
  private final int headBytes;
  private final int scaleBytes;

  PackedFormat(int numberBytes, int groupBlocks, int headBytes, int scaleBytes) {
    this.numberBytes = numberBytes;
    this.groupBlocks = groupBlocks;
    this.headBytes = headBytes;
    this.scaleBytes = scaleBytes;
  }

  /** Returns the format for weights of a type, or empty if they are best left as they are. */
  static Optional<PackedFormat> of(ElementType type) {
    return switch (type) {
      case Q4_0 -> Optional.of(FOUR_BITS);
      case Q4_1 -> Optional.of(FOUR_BITS_WITH_MINIMUM);
      case Q8_0 -> Optional.of(EIGHT_BITS);
      case Q4_K -> Optional.of(SUPER_FOUR_BITS);
      case F32, F16, BF16, Q5_0, Q5_1, Q2_K, Q3_K, Q5_K, Q6_K, IQ4_NL -> Optional.empty();
    };
  }

  /** Returns whether a byte holds two numbers. */
  public boolean fourBits() {
    return numberBytes == Numbers.FOUR_BITS;
  }

  /** Returns where the scales of a block begin. */
  public int numberBytes() {
    return numberBytes;
  }

  /** Returns the bytes of a block, its scales included. */
  public int blockBytes() {
    return numberBytes + scaleBytes;
  }

  /** Returns how many blocks share what stands before them: 1 where nothing does. */
  public int groupBlocks() {
    return groupBlocks;
  }

  /** Returns the bytes that stand before a group of blocks. */
  public int headBytes() {
    return headBytes;
  }

  /** Returns the bytes of a panel of {@code inputs}. */
  public long panelBytes(int inputs) {
    long groups = inputs / (BLOCK * groupBlocks);
    return groups * (headBytes + (long) groupBlocks * blockBytes());
  }

  /** Returns where block {@code block} of a panel begins. */
  long blockOffset(int block) {
    long groups = block / groupBlocks;
    return groups * (headBytes + (long) groupBlocks * blockBytes())
        + headBytes
        + (long) (block % groupBlocks) * blockBytes();
  }
}
