package dev.chatwright.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The keys and values of 64 positions of all layers, which several sequences may read at once.
 *
 * <p>Whoever holds it gives it back once; with the last holder the memory goes back to the pool. A
 * sequence writes only into a block that nobody else holds. Safe for use by several threads but for
 * what is in it.
 */
public final class KeyValueBlock implements AutoCloseable {
  private final KeyValuePool pool;
  private final MemorySegment memory;
  private int holders; // guarded by the pool

  KeyValueBlock(KeyValuePool pool, MemorySegment memory) {
    this.pool = pool;
    this.memory = memory;
  }

  MemorySegment memory() {
    return memory;
  }

  @SuppressWarnings("ReferenceEquality") // the very pool, not one like it
  boolean belongsTo(KeyValuePool other) {
    return pool == other;
  }

  /** Returns a copy of all that is in it, {@link KeyValuePool#blockBytes} long. */
  public byte[] content() {
    return memory.toArray(ValueLayout.JAVA_BYTE);
  }

  /** Adds a holder and returns this. */
  KeyValueBlock hold() {
    synchronized (pool) {
      holders++;
    }
    return this;
  }

  /** Returns whether somebody else holds it besides the one who asks. */
  boolean isShared() {
    synchronized (pool) {
      return holders > 1;
    }
  }

  /** Gives the holder's part back. */
  @Override
  public void close() {
    synchronized (pool) {
      if (holders < 1) {
        throw new IllegalStateException("nobody holds this block of keys and values");
      }
      if (--holders == 0) {
        pool.giveBack(this);
      }
    }
  }
}
