package dev.chatwright.inference;

import dev.chatwright.tensor.ElementType;
import java.util.Locale;

/** How the keys and values of conversations are kept. */
public enum CacheType {
  /** In 16 bits: half the memory, and half of it to be read for each token. */
  F16(ElementType.F16),

  /** In 32 bits, as they were computed. */
  F32(ElementType.F32);

  private final ElementType elements;

  CacheType(ElementType elements) {
    this.elements = elements;
  }

  ElementType elements() {
    return elements;
  }

  /** Returns what people write: {@code f16}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
