package dev.chatwright.training.privacy;

import java.util.OptionalDouble;

/**
 * How private a run is to be, before it is known how many examples there are.
 *
 * <p>Immutable.
 *
 * @param epsilon the most that may be spent, if that is bounded; without {@code noise}, noise is
 *     chosen so that all steps spend it
 * @param noise σ in units of {@code clip}, if it is given and not chosen
 * @param delta the probability for which ε does not hold
 * @param clip C, the length to which a longer gradient of one example is cut
 * @param batch how many examples a step has on average
 * @param accounting by which accountant
 */
public record PrivacyOptions(
    OptionalDouble epsilon,
    OptionalDouble noise,
    double delta,
    double clip,
    double batch,
    Accounting accounting) {

  /** Rejects what no run can keep. */
  public PrivacyOptions {
    if (epsilon.isEmpty() && noise.isEmpty()) {
      throw new IllegalArgumentException("epsilon or noise must be given");
    }
    epsilon.ifPresent(value -> requirePositive("epsilon", value));
    noise.ifPresent(value -> new SampledGaussian(1, value));
    RenyiCurve.requireDelta(delta);
    requirePositive("clip", clip);
    requirePositive("batch", batch);
  }

  /**
   * Rejects examples that are too few for batch or δ.
   *
   * @throws IllegalArgumentException if they are; it names the recipe's key
   */
  public void requireEnough(long examples) {
    if (batch > examples) {
      throw new IllegalArgumentException(
          "privacy.batch must not be more than the %,d examples there are, got %s"
              .formatted(examples, batch));
    }
    if (delta * examples >= 1) {
      throw new IllegalArgumentException(
          ("privacy.delta must be below 1/%d, one over the number of examples, got %s: else an"
                  + " example could be told outright")
              .formatted(examples, delta));
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("%s must be above 0, got %s".formatted(name, value));
    }
  }
}
