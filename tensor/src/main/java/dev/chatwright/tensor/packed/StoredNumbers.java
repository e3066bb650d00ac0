package dev.chatwright.tensor.packed;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.NonLinearCodes;

/**
 * Reads the numbers of a matrix's own blocks, as its packed format stores them. Two numbers are a
 * word of 16 bits, the first in the low byte; so are two bytes of a block.
 *
 * <p>Immutable.
 */
interface StoredNumbers {
  /** How many words the numbers of 32 inputs are. */
  int WORDS = BlockFormat.BLOCK / 2;

  int HALF_BYTES = 0x0F0F;

  /**
   * Reads the numbers of 32 inputs, without a sign.
   *
   * @param rows the words of some rows
   * @param block where the block begins in them
   * @param part which 32 inputs of it; 0 unless it is a super-block
   * @param numbers {@value #WORDS} words, which are written
   */
  void read(short[] rows, int block, int part, short[] numbers);

  /** Returns what reads numbers of a type that has blocks of them. */
  static StoredNumbers of(ElementType type) {
    return switch (type) {
      case Q4_0 -> (rows, block, _, numbers) -> halfBytes(rows, block + 1, numbers);
      case Q4_1 -> (rows, block, _, numbers) -> halfBytes(rows, block + 2, numbers);
      case Q5_0 -> (rows, block, _, numbers) -> fiveBits(rows, block + 1, 128 - 16, numbers);
      case Q5_1 -> (rows, block, _, numbers) -> fiveBits(rows, block + 2, 0, numbers);
      case Q8_0 -> (rows, block, _, numbers) -> eightBits(rows, block + 1, numbers);
      case IQ4_NL -> (rows, block, _, numbers) -> nonLinear(rows, block + 1, numbers);
      case Q4_K -> (rows, block, part, numbers) -> runs(rows, block + 8, part, numbers);
      case Q5_K -> StoredNumbers::fiveBitRuns;
      case Q6_K -> StoredNumbers::sixBits;
      case F32, F16, BF16, Q2_K, Q3_K ->
          throw new IllegalArgumentException(type + " has no blocks of whole numbers");
    };
  }

  /** Byte i holds element i in its low half and element {@code i + 16} in its high one. */
  private static void halfBytes(short[] rows, int at, short[] numbers) {
    for (int i = 0; i < WORDS / 2; i++) {
      int word = rows[at + i];
      numbers[i] = (short) (word & HALF_BYTES);
      numbers[i + WORDS / 2] = (short) (word >>> 4 & HALF_BYTES);
    }
  }

  /** The fifth bits of 32 elements, one after the other, come before the others. */
  private static void fiveBits(short[] rows, int at, int added, short[] numbers) {
    halfBytes(rows, at + 2, numbers);
    int fifth = (rows[at] & 0xFFFF) | (rows[at + 1] << 16);
    for (int i = 0; i < WORDS; i++) {
      int two = (fifth >>> (2 * i)) & 3;
      int spread = ((two & 1) << 4) | ((two & 2) << 11);
      numbers[i] = (short) ((numbers[i] | spread) + twice(added));
    }
  }

  private static void eightBits(short[] rows, int at, short[] numbers) {
    for (int i = 0; i < WORDS; i++) {
      numbers[i] = (short) (rows[at + i] ^ twice(128));
    }
  }

  /** Puts what codes of IQ4_NL stand for around the zero point of eight bits. */
  private static void nonLinear(short[] rows, int at, short[] numbers) {
    halfBytes(rows, at, numbers);
    for (int i = 0; i < WORDS; i++) {
      int low = 128 + NonLinearCodes.value(numbers[i] & 15);
      int high = 128 + NonLinearCodes.value(numbers[i] >>> 8 & 15);
      numbers[i] = (short) (low | high << 8);
    }
  }

  /** Each 32 bytes hold 64 elements: a run of 32 in the low halves, then one in the high. */
  private static void runs(short[] rows, int at, int part, short[] numbers) {
    int from = at + WORDS * (part / 2);
    int shift = part % 2 * 4;
    for (int i = 0; i < WORDS; i++) {
      numbers[i] = (short) (rows[from + i] >>> shift & HALF_BYTES);
    }
  }

  /** The fifth bits of eight runs come before the others, those of a run in a bit of each byte. */
  private static void fiveBitRuns(short[] rows, int block, int part, short[] numbers) {
    runs(rows, block + 24, part, numbers);
    for (int i = 0; i < WORDS; i++) {
      int fifth = rows[block + 8 + i] >>> part & twice(1);
      numbers[i] = (short) (numbers[i] | fifth << 4);
    }
  }

  /**
   * Each 64 bytes hold the low bits of 128 elements: 64 in the low halves, then 64 in the high.
   * Behind all of them each 32 bytes hold the high two bits of 128: runs of 32 in ever higher bits.
   */
  private static void sixBits(short[] rows, int block, int part, short[] numbers) {
    int run = part % 4;
    int low = block + 2 * WORDS * (part / 4) + WORDS * (run % 2);
    int high = block + 4 * WORDS + WORDS * (part / 4);
    int shift = run < 2 ? 0 : 4;
    for (int i = 0; i < WORDS; i++) {
      int four = rows[low + i] >>> shift & HALF_BYTES;
      int two = (rows[high + i] >>> (2 * run)) & twice(3);
      numbers[i] = (short) (four | two << 4);
    }
  }

  /** Returns a byte in both halves of a word. */
  private static int twice(int value) {
    return value * 0x0101;
  }
}
