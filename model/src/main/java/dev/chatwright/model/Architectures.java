package dev.chatwright.model;

import java.util.List;

/** The architectures that {@link ArchSpec} can describe, read from what files say of themselves. */
public final class Architectures {
  private Architectures() {}

  /**
   * Returns what GGUF metadata describes.
   *
   * @throws ModelException if the architecture is unknown, or a property is missing or impossible
   */
  public static ArchSpec fromGguf(ModelProperties properties) {
    return GgufArchitectures.read(properties);
  }

  /**
   * Returns what a {@code config.json} describes.
   *
   * @throws ModelException if the architecture is unknown, or a property is missing or impossible
   */
  public static ArchSpec fromHuggingFace(ModelProperties properties) {
    return HuggingFaceArchitectures.read(properties);
  }

  static ModelException unknown(String key, String found, List<String> known) {
    return new ModelException("%s must be one of %s, found \"%s\"".formatted(key, known, found));
  }
}
