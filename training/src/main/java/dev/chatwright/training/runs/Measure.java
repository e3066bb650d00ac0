package dev.chatwright.training.runs;

import java.util.Optional;

/**
 * How good a model is on some examples.
 *
 * <p>Immutable.
 *
 * @param loss the mean, in nats per token for those that predict tokens
 * @param margins where it learns what to prefer
 */
public record Measure(double loss, Optional<Margins> margins) {

  /** Returns one without margins. */
  public static Measure of(double loss) {
    return new Measure(loss, Optional.empty());
  }
}
