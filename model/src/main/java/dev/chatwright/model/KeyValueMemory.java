package dev.chatwright.model;

import dev.chatwright.tensor.ElementType;

/**
 * How keys and values are kept, and how much memory they may take.
 *
 * <p>Immutable.
 *
 * @param type {@link ElementType#F16} or {@link ElementType#F32}
 * @param limitBytes how much the caches of all sequences together may take
 */
public record KeyValueMemory(ElementType type, long limitBytes) {
  /** Floats, as they are computed, and as many as the machine has room for. */
  public static final KeyValueMemory FLOATS = new KeyValueMemory(ElementType.F32, Long.MAX_VALUE);

  /** Rejects types that keys and values cannot have. */
  public KeyValueMemory {
    if (type != ElementType.F16 && type != ElementType.F32) {
      throw new IllegalArgumentException("keys and values must be F32 or F16, got " + type);
    }
  }
}
