package dev.chatwright.tensor;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * The bytes of one quantised block.
 *
 * <p>Immutable.
 *
 * @param data the memory of the whole tensor
 * @param offset where the block begins
 */
record Block(MemorySegment data, long offset) {

  /** Returns the half-precision number at byte {@code at}. */
  float half(int at) {
    return Float.float16ToFloat(data.get(JAVA_SHORT_UNALIGNED, offset + at));
  }

  /** Returns byte {@code at}, signed. */
  int signed(int at) {
    return data.get(JAVA_BYTE, offset + at);
  }

  /** Returns byte {@code at}, unsigned. */
  int unsigned(int at) {
    return signed(at) & 0xFF;
  }

  /** Returns {@code bits} bits of byte {@code at}, from bit {@code shift}. */
  int field(int at, int shift, int bits) {
    return (unsigned(at) >> shift) & ((1 << bits) - 1);
  }
}
