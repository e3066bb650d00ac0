package dev.chatwright.tensor.packed;

import dev.chatwright.tensor.ElementType;

/**
 * Reads the scales and minimums of a matrix's own blocks, so that {@code w = scale · q + minimum}
 * in every type. Rows are words of two bytes, the first in the low half.
 *
 * <p>Immutable.
 *
 * @param type of the blocks
 */
record StoredFactors(ElementType type) {
  private static final int SIGN = 0x8000;

  /** Returns the block's scale, a half float. */
  short scale(short[] rows, int block) {
    return rows[block + (type == ElementType.Q6_K ? 104 : 0)];
  }

  /** Returns the block's minimum, a half float; super-blocks store it to be taken off. */
  short minimum(short[] rows, int block) {
    short stored = rows[block + 1];
    boolean takenOff = type.blockElements() > BlockFormat.BLOCK;
    return takenOff ? (short) (stored ^ SIGN) : stored;
  }

  /**
   * Returns a factor of 32 inputs of a super-block, from 0 to 255.
   *
   * @param part which 32 of the 256
   * @param factor which one, as in {@link BlockFormat#factors}
   */
  int small(short[] rows, int block, int part, int factor) {
    return type == ElementType.Q6_K
        ? byteAt(rows, block, 192 + 2 * part + factor)
        : sixBits(rows, block, part, 4 * factor);
  }

  /**
   * Returns the scale or minimum of 32 inputs: of the first four in the low six bits of a byte, of
   * the others in four bits of a later byte and the two high bits of an earlier one.
   *
   * @param kind 0 for scales, 4 for minimums: where their bytes begin
   */
  private static int sixBits(short[] rows, int block, int part, int kind) {
    int own = byteAt(rows, block, 4 + kind + part % 4);
    if (part < 4) {
      return own & 63;
    }
    int later = byteAt(rows, block, 12 + part % 4);
    return ((later >> kind) & 15) | ((own >> 6) << 4);
  }

  private static int byteAt(short[] rows, int block, int offset) {
    return (rows[block + offset / 2] >>> (8 * (offset % 2))) & 0xFF;
  }
}
