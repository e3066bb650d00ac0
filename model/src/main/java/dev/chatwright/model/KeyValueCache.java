package dev.chatwright.model;

import dev.chatwright.tensor.KeyValueBlocks;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What a transformer remembers of one sequence: a lease on blocks of a {@link KeyValuePool}.
 *
 * <p>Confined to one thread.
 */
public final class KeyValueCache implements AutoCloseable {
  private final KeyValuePool pool;
  private final KeyValueBlocks[] layers;
  private final List<MemorySegment> blocks = new ArrayList<>();
  private int length;
  private boolean closed;

  KeyValueCache(KeyValuePool pool, int layers, int keyValueHeads, int headWidth) {
    this.pool = pool;
    this.layers = new KeyValueBlocks[layers];
    for (int layer = 0; layer < layers; layer++) {
      this.layers[layer] = new KeyValueBlocks(keyValueHeads, headWidth);
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
    if (closed) {
      throw new IllegalStateException("the cache is closed");
    }
    try {
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
      pool.giveBack(blocks.removeLast());
    }
    for (KeyValueBlocks layer : layers) {
      layer.truncate(needed);
    }
  }

  private void append(MemorySegment block) {
    long half = pool.halfBlockBytes();
    blocks.add(block);
    for (int layer = 0; layer < layers.length; layer++) {
      long offset = 2L * layer * half;
      layers[layer].append(block.asSlice(offset, half), block.asSlice(offset + half, half));
    }
  }
}
