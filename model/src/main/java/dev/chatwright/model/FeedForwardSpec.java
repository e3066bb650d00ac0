package dev.chatwright.model;

import static dev.chatwright.model.ModelException.requireRange;

import dev.chatwright.tensor.Activation;
import java.util.Objects;

/**
 * What each position does alone.
 *
 * <p>Immutable.
 *
 * @param width the length of the inner vector, 1 to 1048576
 * @param activation the non-linearity
 * @param gated whether the activated half multiplies a second one (Shazeer, "GLU Variants Improve
 *     Transformer", 2020, arXiv:2002.05202)
 */
public record FeedForwardSpec(int width, Activation activation, boolean gated) {

  /** Rejects sizes that no model has. */
  public FeedForwardSpec {
    requireRange("feed-forward width", width, 1, 1 << 20);
    Objects.requireNonNull(activation);
  }
}
