package dev.chatwright.training.privacy;

import java.util.function.DoubleUnaryOperator;

/**
 * Searches for the noise that leaves an ε, which falls as noise grows, by false position with
 * halved weights (the Illinois method) over logarithms.
 *
 * <p>Confined to one thread.
 */
final class NoiseSearch {
  private static final double PRECISION = 1e-4;

  private final DoubleUnaryOperator epsilon;
  private final double target;

  NoiseSearch(DoubleUnaryOperator epsilon, double target) {
    this.epsilon = epsilon;
    this.target = target;
  }

  /**
   * Returns a noise whose ε is at most the target, and hardly less.
   *
   * @param start where to begin
   * @param stride above 1, by how much each first guess differs from the one before
   * @throws IllegalArgumentException if no noise leaves so little
   */
  double find(double start, double stride) {
    double enough = start;
    double below = excess(enough);
    while (below > 0) {
      enough *= stride;
      if (enough > SampledGaussian.MOST_NOISE) {
        throw new IllegalArgumentException("no noise leaves an epsilon of " + target);
      }
      below = excess(enough);
    }
    double tooLittle = enough;
    double above = below;
    while (above <= 0) {
      if (tooLittle == SampledGaussian.LEAST_NOISE) {
        return tooLittle;
      }
      tooLittle = Math.max(SampledGaussian.LEAST_NOISE, tooLittle / stride);
      above = excess(tooLittle);
    }
    return between(tooLittle, above, enough, below);
  }

  private double between(double tooLittle, double above, double enough, double below) {
    double low = Math.log(tooLittle);
    double high = Math.log(enough);
    double lowValue = above;
    double highValue = below;
    double best = below;
    while (best < -PRECISION && high - low > 1e-6) {
      double middle = low + (high - low) * lowValue / (lowValue - highValue);
      double value = excess(Math.exp(middle));
      if (value > 0) {
        low = middle;
        lowValue = value;
        highValue /= 2;
      } else {
        high = middle;
        highValue = value;
        best = value;
        lowValue /= 2;
      }
    }
    return Math.exp(high);
  }

  /** Returns by how much ε is above the target, as a logarithm. */
  private double excess(double noise) {
    double found = epsilon.applyAsDouble(noise);
    return found == 0 ? -1 : Math.max(-1, Math.log(found / target));
  }
}
