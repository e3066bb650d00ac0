package dev.chatwright.training.optimizer;

import dev.chatwright.tensor.AdamStep;

/**
 * What AdamW keeps of earlier gradients, and how weights decay.
 *
 * <p>Immutable.
 *
 * @param beta1 how much of the mean gradient is kept, from 0 up to 1
 * @param beta2 how much of the mean squared gradient is kept, from 0 up to 1
 * @param epsilon keeps the division from zero, positive
 * @param decay the share of each weight of a matrix that a step of rate 1 would take; gains and
 *     biases do not decay
 */
public record AdamWOptions(double beta1, double beta2, double epsilon, double decay) {
  /** What GPT-3 was trained with, and most models since. */
  public static final AdamWOptions DEFAULT = new AdamWOptions(0.9, 0.95, 1e-8, 0.1);

  /** Rejects what does not converge. */
  public AdamWOptions {
    requireShare("beta1", beta1);
    requireShare("beta2", beta2);
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new IllegalArgumentException("epsilon must be positive, got " + epsilon);
    }
    if (!(decay >= 0) || Double.isInfinite(decay)) {
      throw new IllegalArgumentException("decay must not be negative, got " + decay);
    }
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s must be from 0 to below 1, got %s".formatted(name, value));
    }
  }

  /**
   * Returns the numbers of an update.
   *
   * @param update which one, from 1
   */
  AdamStep step(double rate, double withDecay, double gradientFactor, long update) {
    return new AdamStep(
        (float) rate,
        (float) withDecay,
        (float) beta1,
        (float) beta2,
        (float) (1 - beta1),
        (float) (1 - beta2),
        (float) epsilon,
        (float) (1 - Math.pow(beta1, (double) update)),
        (float) (1 - Math.pow(beta2, (double) update)),
        (float) gradientFactor);
  }
}
