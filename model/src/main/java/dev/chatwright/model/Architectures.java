package dev.chatwright.model;

import java.util.List;

/**
 * The architectures that {@link ArchSpec} can describe, read from what files say of themselves or
 * made anew.
 */
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

  /**
   * Returns an architecture for a model that is yet to be trained, with queries and keys in the
   * order of GGUF files and without soft caps.
   *
   * @param name such as {@code qwen3}
   * @throws ModelException if it is unknown or does not write text, or sizes do not fit together
   */
  public static ArchSpec ofSizes(String name, ModelSizes sizes) {
    return NewArchitectures.of(name, sizes);
  }

  /** Returns what GGUF files call an architecture; Mistral's models are Llamas there. */
  public static String ggufName(ArchSpec spec) {
    return spec.architecture().equals("mistral") ? "llama" : spec.architecture();
  }

  /** Returns whether GGUF files of an architecture hold rotated pairs of rows side by side. */
  public static boolean hasNeighboursInGguf(ArchSpec spec) {
    return Traits.of("architecture", spec.architecture()).interleavedInGguf();
  }

  static ModelException unknown(String key, String found, List<String> known) {
    return new ModelException("%s must be one of %s, found \"%s\"".formatted(key, known, found));
  }
}
