package dev.chatwright.tensor;

/**
 * Decodes the "K" block formats of 256 elements.
 *
 * <p>The elements form groups of 32 (Q4_K, Q5_K) or 16 (the others) with a small integer scale
 * each, and some with a small integer minimum, which the scales of the whole block turn into
 * floats.
 */
final class SuperBlocks {
  private static final int ELEMENTS = 256;

  private SuperBlocks() {}

  /** Decodes Q2_K: {@code d·scale · q − m·minimum}, groups of 16. */
  static void decodeQ2(Block block, float[] out, int at) {
    float d = block.half(80);
    float m = block.half(82);
    for (int i = 0; i < ELEMENTS; i++) {
      float scale = d * block.field(i / 16, 0, 4);
      float minimum = m * block.field(i / 16, 4, 4);
      out[at + i] = scale * twoBits(block, 16, i) - minimum;
    }
  }

  /** Decodes Q3_K: {@code d·(scale − 32) · (q − 4)}, groups of 16; the high bits come first. */
  static void decodeQ3(Block block, float[] out, int at) {
    float d = block.half(108);
    for (int i = 0; i < ELEMENTS; i++) {
      int high = block.field(i % 32, i / 32, 1);
      float scale = d * (sixBitScale(block, 96, i / 16) - 32);
      out[at + i] = scale * ((twoBits(block, 32, i) | high << 2) - 4);
    }
  }

  /** Decodes Q4_K: {@code d·scale · q − m·minimum}, groups of 32. */
  static void decodeQ4(Block block, float[] out, int at) {
    float d = block.half(0);
    float m = block.half(2);
    for (int i = 0; i < ELEMENTS; i++) {
      float scale = d * packedScale(block, 4, i / 32);
      float minimum = m * packedMinimum(block, 4, i / 32);
      out[at + i] = scale * fourBits(block, 16, i) - minimum;
    }
  }

  /** Decodes Q5_K: as Q4_K, with fifth bits after the scales. */
  static void decodeQ5(Block block, float[] out, int at) {
    float d = block.half(0);
    float m = block.half(2);
    for (int i = 0; i < ELEMENTS; i++) {
      float scale = d * packedScale(block, 4, i / 32);
      float minimum = m * packedMinimum(block, 4, i / 32);
      int high = block.field(16 + i % 32, i / 32, 1);
      out[at + i] = scale * (fourBits(block, 48, i) | high << 4) - minimum;
    }
  }

  /** Decodes Q6_K: {@code d·scale · (q − 32)}, groups of 16; the scale of the block comes last. */
  static void decodeQ6(Block block, float[] out, int at) {
    float d = block.half(208);
    for (int i = 0; i < ELEMENTS; i++) {
      int low = block.field(64 * (i / 128) + i % 64, i % 128 < 64 ? 0 : 4, 4);
      int high = twoBits(block, 128, i);
      float scale = d * block.signed(192 + i / 16);
      out[at + i] = scale * ((low | high << 4) - 32);
    }
  }

  /** Each 32 bytes hold 128 elements: four runs of 32 in ever higher bits. */
  private static int twoBits(Block block, int start, int i) {
    return block.field(start + 32 * (i / 128) + i % 32, 2 * (i % 128 / 32), 2);
  }

  /** Each 32 bytes hold 64 elements: a run of 32 in the low halves, then one in the high. */
  private static int fourBits(Block block, int start, int i) {
    return block.field(start + 32 * (i / 64) + i % 32, i % 64 < 32 ? 0 : 4, 4);
  }

  /** The scales of Q3_K: low four bits in bytes 0-7, high two in bytes 8-11. */
  private static int sixBitScale(Block block, int start, int group) {
    int low = block.field(start + group % 8, group < 8 ? 0 : 4, 4);
    int high = block.field(start + 8 + group % 4, 2 * (group / 4), 2);
    return low | high << 4;
  }

  /** The scales of Q4_K and Q5_K: groups 4-7 keep their high bits beside those of groups 0-3. */
  private static int packedScale(Block block, int start, int group) {
    return group < 4
        ? block.field(start + group, 0, 6)
        : block.field(start + 4 + group, 0, 4) | block.field(start + group - 4, 6, 2) << 4;
  }

  private static int packedMinimum(Block block, int start, int group) {
    return group < 4
        ? block.field(start + 4 + group, 0, 6)
        : block.field(start + 4 + group, 4, 4) | block.field(start + group, 6, 2) << 4;
  }
}
