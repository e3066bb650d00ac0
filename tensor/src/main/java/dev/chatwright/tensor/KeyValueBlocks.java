package dev.chatwright.tensor;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.chatwright.tensor.spi.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The cached keys and values of one layer of one sequence, in blocks of 64 positions.
 *
 * <p>Within a block and a key-value head, keys are stored {@code [D, 64]}, one column per position,
 * and values {@code [64, D]}, one row per position. Both are then panels of a matrix product as
 * they stand: scores run along positions and the weighted sum along the head, and neither needs a
 * reduction across vector lanes or packing at prompt time. Behind the bytes of {@link
 * KeyValueType#Q8} follow their 64 scales, floats: products by the bytes alone are multiplied by
 * the scales of keys, and by those of values the weights are multiplied before.
 *
 * <p>Mutable; confined to the engine's thread, and to its workers during one kernel call.
 */
public final class KeyValueBlocks {
  /** Positions in one block. */
  public static final int POSITIONS = 64;

  private final KeyValueType type;
  private final int keyValueHeads;
  private final int headWidth;
  private MemorySegment[] keys = new MemorySegment[0];
  private MemorySegment[] values = new MemorySegment[0];

  /** Creates the cache of a layer with no block yet. */
  public KeyValueBlocks(KeyValueType type, int keyValueHeads, int headWidth) {
    this.type = type;
    this.keyValueHeads = keyValueHeads;
    this.headWidth = headWidth;
  }

  /** Returns the bytes of the keys of one block, and of its values. */
  public static long halfBlockBytes(KeyValueType type, int keyValueHeads, int headWidth) {
    return (long) keyValueHeads * POSITIONS * type.headBytes(headWidth);
  }

  /** Returns the type of the elements. */
  public KeyValueType type() {
    return type;
  }

  /**
   * Appends a block.
   *
   * @param blockKeys native, {@link #halfBlockBytes} long
   * @param blockValues the same
   */
  public void append(MemorySegment blockKeys, MemorySegment blockValues) {
    long bytes = halfBlockBytes(type, keyValueHeads, headWidth);
    if (blockKeys.byteSize() != bytes || blockValues.byteSize() != bytes) {
      throw new IllegalArgumentException(
          "a block half takes %d bytes, got %d and %d"
              .formatted(bytes, blockKeys.byteSize(), blockValues.byteSize()));
    }
    keys = append(keys, blockKeys);
    values = append(values, blockValues);
  }

  /** Forgets all blocks but the first {@code count}. */
  public void truncate(int count) {
    keys = Arrays.copyOf(keys, count);
    values = Arrays.copyOf(values, count);
  }

  /** Returns how many positions the blocks can hold. */
  public int capacity() {
    return keys.length * POSITIONS;
  }

  /** Returns the address of the keys {@code [D, 64]} of one block and head. */
  public long keyAddress(int block, int keyValueHead) {
    return keys[block].address() + headOffsetBytes(keyValueHead);
  }

  /** Returns the address of the values {@code [64, D]} of one block and head. */
  public long valueAddress(int block, int keyValueHead) {
    return values[block].address() + headOffsetBytes(keyValueHead);
  }

  /**
   * Returns the address of what the bytes of keys are multiplied by: a float for each position of
   * one block and head. Only {@link KeyValueType#Q8} has them.
   */
  public long keyScales(int block, int keyValueHead) {
    return keyAddress(block, keyValueHead) + (long) POSITIONS * headWidth;
  }

  /** Returns the same for values. */
  public long valueScales(int block, int keyValueHead) {
    return valueAddress(block, keyValueHead) + (long) POSITIONS * headWidth;
  }

  private long headOffsetBytes(int keyValueHead) {
    return (long) keyValueHead * POSITIONS * type.headBytes(headWidth);
  }

  /** Writes the key of one position and head. */
  void setKey(int position, int keyValueHead, float[] key) {
    int block = position / POSITIONS;
    int slot = position % POSITIONS;
    long scale = keyScales(block, keyValueHead) + (long) slot * Float.BYTES;
    set(keyAddress(block, keyValueHead), slot, POSITIONS, scale, key);
  }

  /** Writes the value of one position and head. */
  void setValue(int position, int keyValueHead, float[] value) {
    int block = position / POSITIONS;
    int slot = position % POSITIONS;
    long scale = valueScales(block, keyValueHead) + (long) slot * Float.BYTES;
    set(valueAddress(block, keyValueHead), (long) slot * headWidth, 1, scale, value);
  }

  /** Returns element {@code d} of the key of one position and head. */
  float key(int position, int keyValueHead, int d) {
    int block = position / POSITIONS;
    int slot = position % POSITIONS;
    long scale = keyScales(block, keyValueHead) + (long) slot * Float.BYTES;
    return get(keyAddress(block, keyValueHead), slot + (long) d * POSITIONS, scale);
  }

  /** Returns element {@code d} of the value of one position and head. */
  float value(int position, int keyValueHead, int d) {
    int block = position / POSITIONS;
    int slot = position % POSITIONS;
    long scale = valueScales(block, keyValueHead) + (long) slot * Float.BYTES;
    return get(valueAddress(block, keyValueHead), (long) slot * headWidth + d, scale);
  }

  /**
   * Writes the numbers of one position and head.
   *
   * @param address of the panel
   * @param first where in it the first goes
   * @param step how far on each further one goes
   * @param scale address of their scale, if they have one
   */
  private void set(long address, long first, int step, long scale, float[] numbers) {
    int largest = 0;
    for (float number : numbers) {
      largest = Math.max(largest, KeyValueRounding.magnitude(number));
    }
    if (type == KeyValueType.Q8) {
      NativeMemory.ALL.set(JAVA_FLOAT_UNALIGNED, scale, KeyValueRounding.scale(largest));
    }
    float inverse = KeyValueRounding.inverseScale(largest);
    for (int d = 0; d < numbers.length; d++) {
      long index = first + (long) d * step;
      switch (type) {
        case F32 ->
            NativeMemory.ALL.set(JAVA_FLOAT_UNALIGNED, address + index * Float.BYTES, numbers[d]);
        case F16 ->
            NativeMemory.ALL.set(
                JAVA_SHORT_UNALIGNED,
                address + index * Short.BYTES,
                KeyValueRounding.half(numbers[d]));
        case Q8 ->
            NativeMemory.ALL.set(
                JAVA_BYTE, address + index, KeyValueRounding.rounded(numbers[d], inverse));
      }
    }
  }

  private float get(long address, long index, long scale) {
    return switch (type) {
      case F32 -> NativeMemory.ALL.get(JAVA_FLOAT_UNALIGNED, address + index * Float.BYTES);
      case F16 ->
          Float.float16ToFloat(
              NativeMemory.ALL.get(JAVA_SHORT_UNALIGNED, address + index * Short.BYTES));
      case Q8 ->
          NativeMemory.ALL.get(JAVA_BYTE, address + index)
              * NativeMemory.ALL.get(JAVA_FLOAT_UNALIGNED, scale);
    };
  }

  private static MemorySegment[] append(MemorySegment[] blocks, MemorySegment block) {
    MemorySegment[] longer = Arrays.copyOf(blocks, blocks.length + 1);
    longer[blocks.length] = block;
    return longer;
  }
}
