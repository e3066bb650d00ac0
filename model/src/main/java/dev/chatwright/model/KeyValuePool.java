package dev.chatwright.model;

import dev.chatwright.tensor.KeyValueBlocks;
import dev.chatwright.tensor.KeyValueType;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/**
 * The memory of all sequences' keys and values, handed out in blocks of 64 positions of all layers.
 *
 * <p>Blocks are allocated when first needed, and kept for the next sequence when nobody holds them
 * any more. Safe for use by several threads.
 */
public final class KeyValuePool implements AutoCloseable {
  private final KeyValueType type;
  private final int layers;
  private final int keyValueHeads;
  private final int headWidth;
  private final long limitBytes;
  private final Arena arena = Arena.ofShared();
  private final SegmentAllocator memory;
  private final Deque<KeyValueBlock> free = new ArrayDeque<>();
  private long bytesAllocated;

  /**
   * Creates an empty pool.
   *
   * @param spec whose layers and heads decide the size of a block
   * @param kept how they are kept
   * @param memory what gives the blocks, until the arena is closed
   */
  KeyValuePool(ArchSpec spec, KeyValueMemory kept, Function<Arena, SegmentAllocator> memory) {
    this.memory = memory.apply(arena);
    this.layers = spec.layers();
    this.keyValueHeads = spec.attention().keyValueHeads();
    this.headWidth = spec.attention().headWidth();
    this.type = kept.type();
    this.limitBytes = kept.limitBytes();
  }

  /** Returns a cache of no position yet. */
  public KeyValueCache lease() {
    return new KeyValueCache(this, layers, keyValueHeads, headWidth);
  }

  /** Returns the type of keys and values. */
  public KeyValueType type() {
    return type;
  }

  /** Returns the bytes of 64 positions of all layers. */
  public long blockBytes() {
    return 2L * layers * halfBlockBytes();
  }

  /** Returns the bytes of all blocks that somebody holds now; a shared one counts once. */
  public synchronized long bytesInUse() {
    return bytesAllocated - free.size() * blockBytes();
  }

  /** Returns how many blocks somebody holds now. */
  public int blocksInUse() {
    return Math.toIntExact(bytesInUse() / blockBytes());
  }

  /** Frees the memory; no cache of this pool may be used any more. */
  @Override
  public void close() {
    arena.close();
  }

  /**
   * Hands out a block, held once, with what {@link KeyValueBlock#content} gave before.
   *
   * @param content {@link #blockBytes} long, of a pool of the same model and type
   * @throws IllegalArgumentException if it is of another length
   * @throws KeyValuePoolExhaustedException if there is no memory for it
   */
  public KeyValueBlock take(MemorySegment content) {
    if (content.byteSize() != blockBytes()) {
      throw new IllegalArgumentException(
          "a block takes %d bytes, got %d".formatted(blockBytes(), content.byteSize()));
    }
    KeyValueBlock block = take();
    block.memory().copyFrom(content);
    return block;
  }

  long halfBlockBytes() {
    return KeyValueBlocks.halfBlockBytes(type, keyValueHeads, headWidth);
  }

  /** Hands out a block, held once. */
  synchronized KeyValueBlock take() {
    if (!free.isEmpty()) {
      return free.removeLast().hold();
    }
    if (blockBytes() > limitBytes - bytesAllocated) {
      throw new KeyValuePoolExhaustedException(bytesAllocated, blockBytes(), limitBytes);
    }
    MemorySegment block = memory.allocate(blockBytes(), Tensor.ALIGNMENT_BYTES);
    bytesAllocated += blockBytes();
    return new KeyValueBlock(this, block).hold();
  }

  synchronized void giveBack(KeyValueBlock block) {
    free.addLast(block);
  }
}
