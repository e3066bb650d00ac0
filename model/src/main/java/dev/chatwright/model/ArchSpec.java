package dev.chatwright.model;

import static dev.chatwright.model.ModelException.requireFinite;
import static dev.chatwright.model.ModelException.requireRange;

import java.util.Objects;

/**
 * Everything that distinguishes one transformer from another, but for its weights.
 *
 * <p>Immutable.
 *
 * @param architecture its name in GGUF, such as {@code llama}
 * @param layers how many blocks, 1 to 1024
 * @param width C, the length of a hidden state, 1 to 131072
 * @param contextLength how many positions a sequence may have, 1 to 16777216
 * @param embedding how tokens become hidden states
 * @param attention how positions look at each other
 * @param feedForward what each position does alone
 * @param norms how hidden states are kept in range
 * @param logitSoftCap c in {@code c·tanh(logit/c)}; 0 for none
 */
public record ArchSpec(
    String architecture,
    int layers,
    int width,
    int contextLength,
    EmbeddingSpec embedding,
    AttentionSpec attention,
    FeedForwardSpec feedForward,
    NormSpec norms,
    float logitSoftCap) {
  static final int MAX_LAYERS = 1024;
  static final int MAX_WIDTH = 1 << 17;
  static final int MAX_CONTEXT = 1 << 24;

  /** Rejects sizes that no model has and parts that do not fit together. */
  public ArchSpec {
    Objects.requireNonNull(architecture);
    requireRange("layers", layers, 1, MAX_LAYERS);
    requireRange("width", width, 1, MAX_WIDTH);
    requireRange("context length", contextLength, 1, MAX_CONTEXT);
    requireFinite("logit soft cap", logitSoftCap, 0);
    if (attention.windows().size() != layers) {
      throw new ModelException(
          "attention windows must be one for each of %d layers, found %d"
              .formatted(layers, attention.windows().size()));
    }
    if (embedding.positions() > 0 && contextLength > embedding.positions()) {
      throw new ModelException(
          "context length must not exceed the %d learned positions, found %d"
              .formatted(embedding.positions(), contextLength));
    }
  }

  /** Returns the same architecture for sequences of at most {@code length} positions. */
  public ArchSpec withContextLength(int length) {
    return new ArchSpec(
        architecture,
        layers,
        width,
        length,
        embedding,
        attention,
        feedForward,
        norms,
        logitSoftCap);
  }
}
