package dev.chatwright.tensor.packed;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.chatwright.tensor.ElementType;
import java.lang.foreign.MemorySegment;

/**
 * Reads the scales and minimums of a matrix's own blocks, so that {@code w = scale · q + minimum}
 * in every type.
 *
 * <p>Immutable.
 *
 * @param type of the blocks
 * @param data all of them
 */
record StoredFactors(ElementType type, MemorySegment data) {
  private static final int SIGN = 0x8000;

  /** Returns the block's scale, a half float. */
  short scale(long block) {
    return half(block + (type == ElementType.Q6_K ? 208 : 0));
  }

  /** Returns the block's minimum, a half float; super-blocks store it to be taken off. */
  short minimum(long block) {
    short stored = half(block + 2);
    boolean takenOff = type.blockElements() > BlockFormat.BLOCK;
    return takenOff ? (short) (stored ^ SIGN) : stored;
  }

  /**
   * Returns a factor of 32 inputs of a super-block.
   *
   * @param part which 32 of the 256
   * @param factor which one, as in {@link BlockFormat#factors}
   */
  byte small(long block, int part, int factor) {
    return type == ElementType.Q6_K
        ? data.get(JAVA_BYTE, block + 192 + 2L * part + factor)
        : (byte) sixBits(block + 4, part, 4 * factor);
  }

  /**
   * Returns the scale or minimum of 32 inputs: of the first four in the low six bits of a byte, of
   * the others in four bits of a later byte and the two high bits of an earlier one.
   *
   * @param kind 0 for scales, 4 for minimums: where their bytes begin
   */
  private int sixBits(long at, int part, int kind) {
    int own = data.get(JAVA_BYTE, at + kind + part % 4) & 0xFF;
    if (part < 4) {
      return own & 63;
    }
    int later = data.get(JAVA_BYTE, at + 8 + part % 4) & 0xFF;
    return ((later >> kind) & 15) | ((own >> 6) << 4);
  }

  private short half(long at) {
    return data.get(JAVA_SHORT_UNALIGNED, at);
  }
}
