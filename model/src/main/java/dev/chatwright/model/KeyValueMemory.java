package dev.chatwright.model;

import dev.chatwright.tensor.KeyValueType;

/**
 * How keys and values are kept, and how much memory they may take.
 *
 * <p>Immutable.
 *
 * @param type how their numbers are stored
 * @param limitBytes how much the caches of all sequences together may take
 */
public record KeyValueMemory(KeyValueType type, long limitBytes) {
  /** Floats, as they are computed, and as many as the machine has room for. */
  public static final KeyValueMemory FLOATS = new KeyValueMemory(KeyValueType.F32, Long.MAX_VALUE);
}
