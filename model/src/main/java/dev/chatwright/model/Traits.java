package dev.chatwright.model;

import static dev.chatwright.model.NormSpec.Kind.LAYER;
import static dev.chatwright.model.NormSpec.Kind.RMS;
import static dev.chatwright.model.NormSpec.Placement.AFTER;
import static dev.chatwright.model.NormSpec.Placement.AROUND;
import static dev.chatwright.model.NormSpec.Placement.BEFORE;
import static dev.chatwright.tensor.Activation.GELU;
import static dev.chatwright.tensor.Activation.GELU_TANH;
import static dev.chatwright.tensor.Activation.SILU;

import dev.chatwright.tensor.Activation;
import java.util.List;

/**
 * What the name of an architecture alone says: one row for each that we know.
 *
 * <p>Immutable.
 *
 * @param interleavedInGguf whether GGUF stores queries and keys for neighbouring pairs
 * @param bias whether queries, keys and values have a bias
 * @param globalEvery which layers see all although others have a window; 0 for none
 * @param scaledEmbedding whether tokens' vectors are multiplied by {@code √C}
 */
record Traits(
    String name,
    NormSpec.Kind norm,
    NormSpec.Placement placement,
    Activation activation,
    boolean gated,
    boolean interleavedInGguf,
    boolean bias,
    boolean queryKeyNorm,
    int globalEvery,
    boolean scaledEmbedding,
    boolean learnedPositions) {

  private static final List<Traits> KNOWN =
      List.of(
          new Traits("llama", RMS, BEFORE, SILU, true, true, false, false, 0, false, false),
          new Traits("mistral", RMS, BEFORE, SILU, true, true, false, false, 0, false, false),
          new Traits("qwen2", RMS, BEFORE, SILU, true, false, true, false, 0, false, false),
          new Traits("qwen3", RMS, BEFORE, SILU, true, false, false, true, 0, false, false),
          new Traits("gemma2", RMS, AROUND, GELU_TANH, true, false, false, false, 2, true, false),
          new Traits("gemma3", RMS, AROUND, GELU_TANH, true, false, false, true, 6, true, false),
          new Traits("phi3", RMS, BEFORE, SILU, true, false, false, false, 0, false, false),
          new Traits("gpt2", LAYER, BEFORE, GELU_TANH, false, false, true, false, 0, false, true),
          new Traits("bert", LAYER, AFTER, GELU, false, false, true, false, 0, false, true));

  /** Returns the row of a name, or throws an exception that lists all. */
  static Traits of(String key, String name) {
    return KNOWN.stream()
        .filter(row -> row.is(name))
        .findFirst()
        .orElseThrow(
            () -> Architectures.unknown(key, name, KNOWN.stream().map(Traits::name).toList()));
  }

  boolean is(String other) {
    return name.equals(other);
  }

  /** Returns whether all positions see each other. */
  boolean encoder() {
    return placement == AFTER;
  }

  float embeddingScale(int width) {
    return scaledEmbedding ? (float) Math.sqrt(width) : 1;
  }
}
