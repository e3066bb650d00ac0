package dev.chatwright.tensor;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The cached keys and values of one layer of one sequence, in blocks of 64 positions.
 *
 * <p>Within a block and a key-value head, keys are stored {@code [D, 64]}, one column per position,
 * and values {@code [64, D]}, one row per position. Both are then panels of a matrix product as
 * they stand: scores run along positions and the weighted sum along the head, and neither needs a
 * reduction across vector lanes or packing at prompt time.
 *
 * <p>Mutable; confined to the engine's thread, and to its workers during one kernel call.
 */
public final class KeyValueBlocks {
  /** Positions in one block. */
  public static final int POSITIONS = 64;

  private final int keyValueHeads;
  private final int headWidth;
  private MemorySegment[] keys = new MemorySegment[0];
  private MemorySegment[] values = new MemorySegment[0];

  /** Creates the cache of a layer with no block yet. */
  public KeyValueBlocks(int keyValueHeads, int headWidth) {
    this.keyValueHeads = keyValueHeads;
    this.headWidth = headWidth;
  }

  /** Returns the bytes of the keys of one block, and of its values. */
  public static long halfBlockBytes(int keyValueHeads, int headWidth) {
    return (long) keyValueHeads * headWidth * POSITIONS * Float.BYTES;
  }

  /**
   * Appends a block.
   *
   * @param blockKeys native, {@link #halfBlockBytes} long
   * @param blockValues the same
   */
  public void append(MemorySegment blockKeys, MemorySegment blockValues) {
    long bytes = halfBlockBytes(keyValueHeads, headWidth);
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
    return (long) keyValueHead * headWidth * POSITIONS * Float.BYTES;
  }

  private static MemorySegment[] append(MemorySegment[] blocks, MemorySegment block) {
    MemorySegment[] longer = Arrays.copyOf(blocks, blocks.length + 1);
    longer[blocks.length] = block;
    return longer;
  }
}
