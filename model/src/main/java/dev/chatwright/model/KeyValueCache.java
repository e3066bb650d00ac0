package dev.chatwright.model;

import dev.chatwright.tensor.KeyValueBlocks;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What a transformer remembers of one sequence: a lease on blocks of a {@link KeyValuePool}.
 *
 * <p>A block may be held by other sequences too; before it would be written, it is copied.
 *
 * <p>Confined to one thread.
 */
public final class KeyValueCache implements AutoCloseable {
  private final KeyValuePool pool;
  private final KeyValueBlocks[] layers;
  private final List<KeyValueBlock> blocks = new ArrayList<>();
  private int length;
  private boolean closed;

  KeyValueCache(KeyValuePool pool, int layers, int keyValueHeads, int headWidth) {
    this.pool = pool;
    this.layers = new KeyValueBlocks[layers];
    for (int layer = 0; layer < layers; layer++) {
      this.layers[layer] = new KeyValueBlocks(pool.type(), keyValueHeads, headWidth);
    }
  }

  /** Returns how many positions are remembered. */
  public int length() {
    return length;
  }

  /**
   * Forgets all positions but the first {@code newLength} and returns blocks that become empty.
   *
   * @throws IllegalArgumentException if fewer are remembered
   */
  public void truncate(int newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IllegalArgumentException(
          "length must be from 0 to %d, got %d".formatted(length, newLength));
    }
    length = newLength;
    releaseUnused();
  }

  /**
   * Returns a block, held once more, so that another sequence may {@link #adopt} it.
   *
   * @param index of the block; it holds positions {@code [64 * index, 64 * index + 64)}, or as many
   *     of them as are remembered
   * @throws IllegalArgumentException if no position of it is remembered
   */
  public KeyValueBlock share(int index) {
    if (index < 0 || index * KeyValueBlocks.POSITIONS >= length) {
      throw new IllegalArgumentException(
          "a block must hold one of %d positions, got block %d".formatted(length, index));
    }
    return blocks.get(index).hold();
  }

  /**
   * Goes on with the positions of a block that another sequence has computed after the same tokens;
   * the other holder keeps it.
   *
   * @param positions how many of its positions, 1 to 64
   * @throws IllegalArgumentException if the block is another pool's
   * @throws IllegalStateException if the positions so far do not fill their blocks
   */
  public void adopt(KeyValueBlock block, int positions) {
    requireOpen();
    if (!block.belongsTo(pool) || positions < 1 || positions > KeyValueBlocks.POSITIONS) {
      throw new IllegalArgumentException(
          "a block must be of the same pool and give 1 to 64 positions, got " + positions);
    }
    if (length % KeyValueBlocks.POSITIONS != 0) {
      throw new IllegalStateException("a block cannot follow %d positions".formatted(length));
    }
    append(block.hold());
    length += positions;
  }

  /** Returns how many blocks it would take to remember this many positions more. */
  public int blocksFor(int positions) {
    int wanted = Math.ceilDiv(length + positions, KeyValueBlocks.POSITIONS);
    return wanted - blocks.size() + (positions > 0 && mustCopy() ? 1 : 0);
  }

  /** Returns all blocks to the pool. */
  @Override
  public void close() {
    truncate(0);
    closed = true;
  }

  @SuppressWarnings("ReferenceEquality") // the very pool, not one like it
  boolean belongsTo(KeyValuePool other) {
    return pool == other;
  }

  @SuppressWarnings("ReferenceEquality") // the very cache, not one like it
  boolean sameAs(KeyValueCache other) {
    return this == other;
  }

  KeyValueBlocks layer(int layer) {
    return layers[layer];
  }

  /** Makes room for positions after the last; all or, if the pool is exhausted, none. */
  void reserve(int positions) {
    requireOpen();
    try {
      if (mustCopy()) {
        copyLast();
      }
      while ((long) blocks.size() * KeyValueBlocks.POSITIONS < (long) length + positions) {
        append(pool.take());
      }
    } catch (KeyValuePoolExhaustedException exhausted) {
      releaseUnused();
      throw exhausted;
    }
  }

  /** Counts positions whose keys and values all layers have stored. */
  void advance(int positions) {
    length += positions;
  }

  /** Returns blocks that hold no remembered position. */
  void releaseUnused() {
    int needed = Math.ceilDiv(length, KeyValueBlocks.POSITIONS);
    while (blocks.size() > needed) {
      blocks.removeLast().close();
    }
    for (KeyValueBlocks layer : layers) {
      layer.truncate(needed);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the cache is closed");
    }
  }

  /** Whether the next position goes into a block that somebody else reads. */
  private boolean mustCopy() {
    return length % KeyValueBlocks.POSITIONS != 0 && blocks.getLast().isShared();
  }

  private void copyLast() {
    KeyValueBlock copy = pool.take();
    KeyValueBlock shared = blocks.removeLast();
    copy.memory().copyFrom(shared.memory());
    shared.close();
    for (KeyValueBlocks layer : layers) {
      layer.truncate(blocks.size());
    }
    append(copy);
  }

  private void append(KeyValueBlock block) {
    long half = pool.halfBlockBytes();
    MemorySegment memory = block.memory();
    blocks.add(block);
    for (int layer = 0; layer < layers.length; layer++) {
      long offset = 2L * layer * half;
      layers[layer].append(memory.asSlice(offset, half), memory.asSlice(offset + half, half));
    }
  }
}
