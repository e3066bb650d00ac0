package dev.chatwright.tensor.packed;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.NonLinearCodes;
import java.lang.foreign.MemorySegment;

/** Reads the numbers of a matrix's own blocks, as its packed format stores them. Immutable. */
interface StoredNumbers {
  /**
   * Returns four numbers without a sign, in the four bytes of an int.
   *
   * @param block where the block of the matrix begins
   * @param part which 32 inputs of it; 0 unless it is a super-block
   * @param group which four of those
   */
  int four(long block, int part, int group);

  /** Returns what reads numbers of a type that has blocks of them. */
  static StoredNumbers of(ElementType type, MemorySegment data) {
    return switch (type) {
      case Q4_0 -> (block, part, group) -> halfBytes(data, block + 2, group);
      case Q4_1 -> (block, part, group) -> halfBytes(data, block + 4, group);
      case Q5_0 -> (block, part, group) -> fiveBits(data, block + 2, group) + everywhere(128 - 16);
      case Q5_1 -> (block, part, group) -> fiveBits(data, block + 4, group);
      case Q8_0 -> (block, part, group) -> bytes(data, block + 2 + 4L * group) ^ everywhere(128);
      case IQ4_NL -> (block, part, group) -> nonLinear(halfBytes(data, block + 2, group));
      case Q4_K -> (block, part, group) -> runs(data, block + 16, part, group);
      case Q5_K ->
          (block, part, group) ->
              runs(data, block + 48, part, group)
                  | (bytes(data, block + 16 + 4L * group) >>> part & everywhere(1)) << 4;
      case Q6_K -> (block, part, group) -> sixBits(data, block, part, group);
      case F32, F16, BF16, Q2_K, Q3_K ->
          throw new IllegalArgumentException(type + " has no blocks of whole numbers");
    };
  }

  /** Byte i holds element i in its low half and element {@code i + 16} in its high one. */
  private static int halfBytes(MemorySegment data, long at, int group) {
    return bytes(data, at + 4L * (group % 4)) >>> (group < 4 ? 0 : 4) & everywhere(15);
  }

  /** The fifth bits of 32 elements, one after the other, come before the others. */
  private static int fiveBits(MemorySegment data, long at, int group) {
    int fifth = bytes(data, at) >>> (4 * group) & 15;
    return halfBytes(data, at + 4, group) | spread(fifth) << 4;
  }

  /** Returns four bits in the lowest bits of four bytes. */
  private static int spread(int bits) {
    return bits * (1 | 1 << 7 | 1 << 14 | 1 << 21) & everywhere(1);
  }

  /** Each 32 bytes hold 64 elements: a run of 32 in the low halves, then one in the high. */
  private static int runs(MemorySegment data, long at, int part, int group) {
    return bytes(data, at + 32L * (part / 2) + 4L * group) >>> (part % 2 * 4) & everywhere(15);
  }

  /**
   * Each 64 bytes hold the low bits of 128 elements: 64 in the low halves, then 64 in the high.
   * Behind all of them each 32 bytes hold the high two bits of 128: runs of 32 in ever higher bits.
   */
  private static int sixBits(MemorySegment data, long at, int part, int group) {
    int run = part % 4;
    long low = at + 64L * (part / 4) + 32L * (run % 2) + 4L * group;
    long high = at + 128 + 32L * (part / 4) + 4L * group;
    return (bytes(data, low) >>> (run < 2 ? 0 : 4) & everywhere(15))
        | (bytes(data, high) >>> (2 * run) & everywhere(3)) << 4;
  }

  /** Puts what four codes of IQ4_NL stand for around the zero point of eight bits. */
  private static int nonLinear(int codes) {
    int numbers = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      numbers |= (128 + NonLinearCodes.value(codes >>> shift & 15)) << shift;
    }
    return numbers;
  }

  private static int bytes(MemorySegment data, long at) {
    return data.get(JAVA_INT_UNALIGNED, at);
  }

  /** Returns a byte four times. */
  private static int everywhere(int value) {
    return value * 0x01010101;
  }
}
