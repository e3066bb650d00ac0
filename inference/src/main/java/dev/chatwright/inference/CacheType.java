package dev.chatwright.inference;

import dev.chatwright.tensor.KeyValueType;
import java.util.Locale;

/** How the keys and values of conversations are kept. */
public enum CacheType {
  /** In 8 bits: half the memory of 16, rounded more coarsely. */
  Q8(KeyValueType.Q8),

  /** In 16 bits: half the memory, and half of it to be read for each token. */
  F16(KeyValueType.F16),

  /** In 32 bits, as they were computed. */
  F32(KeyValueType.F32);

  private final KeyValueType stored;

  CacheType(KeyValueType stored) {
    this.stored = stored;
  }

  KeyValueType stored() {
    return stored;
  }

  /** Returns what people write: {@code f16}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
