package dev.chatwright.tensor;

/**
 * Decodes the block formats of 32 elements.
 *
 * <p>A block begins with its scale d, in half precision, and in the formats with a minimum m that
 * one too. Of four-bit fields, byte i holds element i in its low half and element {@code i + 16} in
 * its high half.
 */
final class SmallBlocks {
  private static final int ELEMENTS = 32;
  private static final int HALF = 16;

  private SmallBlocks() {}

  /** Decodes Q4_0: {@code d · (q − 8)}. */
  static void decodeQ4Symmetric(Block block, float[] out, int at) {
    float d = block.half(0);
    for (int i = 0; i < ELEMENTS; i++) {
      out[at + i] = d * (fourBits(block, 2, i) - 8);
    }
  }

  /** Decodes Q4_1: {@code d · q + m}. */
  static void decodeQ4WithMinimum(Block block, float[] out, int at) {
    float d = block.half(0);
    float m = block.half(2);
    for (int i = 0; i < ELEMENTS; i++) {
      out[at + i] = d * fourBits(block, 4, i) + m;
    }
  }

  /** Decodes Q5_0, whose fifth bits lie before the others: {@code d · (q − 16)}. */
  static void decodeQ5Symmetric(Block block, float[] out, int at) {
    float d = block.half(0);
    for (int i = 0; i < ELEMENTS; i++) {
      out[at + i] = d * (fiveBits(block, 2, i) - 16);
    }
  }

  /** Decodes Q5_1: {@code d · q + m}. */
  static void decodeQ5WithMinimum(Block block, float[] out, int at) {
    float d = block.half(0);
    float m = block.half(2);
    for (int i = 0; i < ELEMENTS; i++) {
      out[at + i] = d * fiveBits(block, 4, i) + m;
    }
  }

  /** Decodes Q8_0: {@code d · q}. */
  static void decodeQ8(Block block, float[] out, int at) {
    float d = block.half(0);
    for (int i = 0; i < ELEMENTS; i++) {
      out[at + i] = d * block.signed(2 + i);
    }
  }

  /** Decodes IQ4_NL: {@code d · table[q]}. */
  static void decodeNonLinear(Block block, float[] out, int at) {
    float d = block.half(0);
    for (int i = 0; i < ELEMENTS; i++) {
      out[at + i] = d * NonLinearCodes.value(fourBits(block, 2, i));
    }
  }

  private static int fourBits(Block block, int start, int i) {
    return block.field(start + i % HALF, i < HALF ? 0 : 4, 4);
  }

  private static int fiveBits(Block block, int start, int i) {
    int high = block.field(start + i / 8, i % 8, 1);
    return fourBits(block, start + 4, i) | high << 4;
  }
}
