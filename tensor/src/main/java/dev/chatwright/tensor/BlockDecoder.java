package dev.chatwright.tensor;

/** Turns one block of a quantised type into floats. Implementations are stateless. */
@FunctionalInterface
interface BlockDecoder {

  /** Writes the elements of {@code block} to {@code out[at ..]}. */
  void decode(Block block, float[] out, int at);

  /** Returns the decoder of a quantised type. */
  static BlockDecoder of(ElementType type) {
    return switch (type) {
      case Q4_0 -> SmallBlocks::decodeQ4Symmetric;
      case Q4_1 -> SmallBlocks::decodeQ4WithMinimum;
      case Q5_0 -> SmallBlocks::decodeQ5Symmetric;
      case Q5_1 -> SmallBlocks::decodeQ5WithMinimum;
      case Q8_0 -> SmallBlocks::decodeQ8;
      case IQ4_NL -> SmallBlocks::decodeNonLinear;
      case Q2_K -> SuperBlocks::decodeQ2;
      case Q3_K -> SuperBlocks::decodeQ3;
      case Q4_K -> SuperBlocks::decodeQ4;
      case Q5_K -> SuperBlocks::decodeQ5;
      case Q6_K -> SuperBlocks::decodeQ6;
      case F32, F16, BF16 -> throw new IllegalArgumentException(type + " has no blocks");
    };
  }
}
