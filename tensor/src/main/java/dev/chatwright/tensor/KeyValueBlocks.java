package dev.chatwright.tensor;

import dev.chatwright.tensor.spi.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The cached keys and values of one layer of one sequence, in blocks of 64 positions.
 *
 * <p>Within a block and a key-value head, keys are stored {@code [D, 64]}, one column per position,
 * and values {@code [64, D]}, one row per position. Both are then panels of a matrix product as
 * they stand: scores run along positions and the weighted sum along the head, and neither needs a
 * reduction across vector lanes or packing at prompt time.
 *
 * <p>Their elements are {@link ElementType#F32} or {@link ElementType#F16}. A half float is the
 * nearest to what is stored, but never infinite: numbers beyond {@value #LARGEST_HALF} become that
 * one, so that one outlier cannot turn all that attends to it into NaN. NaN stays.
 *
 * <p>Mutable; confined to the engine's thread, and to its workers during one kernel call.
 */
public final class KeyValueBlocks {
  /** Positions in one block. */
  public static final int POSITIONS = 64;

  /** The largest number that 16 bits can say. */
  static final float LARGEST_HALF = 65_504;

  private final ElementType type;
  private final int keyValueHeads;
  private final int headWidth;
  private MemorySegment[] keys = new MemorySegment[0];
  private MemorySegment[] values = new MemorySegment[0];

  /**
   * Creates the cache of a layer with no block yet.
   *
   * @throws IllegalArgumentException if the type is neither F32 nor F16
   */
  public KeyValueBlocks(ElementType type, int keyValueHeads, int headWidth) {
    if (type != ElementType.F32 && type != ElementType.F16) {
      throw new IllegalArgumentException("keys and values must be F32 or F16, got " + type);
    }
    this.type = type;
    this.keyValueHeads = keyValueHeads;
    this.headWidth = headWidth;
  }

  /** Returns the bytes of the keys of one block, and of its values. */
  public static long halfBlockBytes(ElementType type, int keyValueHeads, int headWidth) {
    return type.bytes((long) keyValueHeads * headWidth * POSITIONS);
  }

  /** Returns the half float that is stored for a number. */
  public static short half(float value) {
    float limited = value > LARGEST_HALF ? LARGEST_HALF : value; // NaN is not greater
    return Float.floatToFloat16(limited < -LARGEST_HALF ? -LARGEST_HALF : limited);
  }

  /** Returns the type of the elements. */
  public ElementType type() {
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

  private long headOffsetBytes(int keyValueHead) {
    return type.bytes((long) keyValueHead * headWidth * POSITIONS);
  }

  /** Writes element {@code index} of what begins at an address. */
  void set(long address, long index, float value) {
    if (type == ElementType.F16) {
      NativeMemory.ALL.set(
          ValueLayout.JAVA_SHORT_UNALIGNED, address + index * Short.BYTES, half(value));
    } else {
      NativeMemory.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address + index * Float.BYTES, value);
    }
  }

  /** Returns element {@code index} of what begins at an address. */
  float get(long address, long index) {
    if (type == ElementType.F16) {
      return Float.float16ToFloat(
          NativeMemory.ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address + index * Short.BYTES));
    }
    return NativeMemory.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address + index * Float.BYTES);
  }

  private static MemorySegment[] append(MemorySegment[] blocks, MemorySegment block) {
    MemorySegment[] longer = Arrays.copyOf(blocks, blocks.length + 1);
    longer[blocks.length] = block;
    return longer;
  }
}
