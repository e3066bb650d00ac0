package dev.chatwright.training.privacy;

import dev.chatwright.tensor.ErrorFunction;

/**
 * A sum over a random sample of examples, each of which adds a vector of length 1 at most, and
 * normal noise on every number of it.
 *
 * <p>What it tells of an example is what a draw from {@code (1-q)·N(0, σ²) + q·N(1, σ²)} tells of
 * its not being one from {@code N(0, σ²)}, and the other way about. Immutable.
 *
 * @param rate q, the probability of each example to be in the sample, apart from all others
 * @param noise σ, the noise's standard deviation in units of the longest vector
 */
public record SampledGaussian(double rate, double noise) {
  /** With less noise no useful ε is left, and integrals become long. */
  public static final double LEAST_NOISE = 0.05;

  /** As much as hides anything. */
  public static final double MOST_NOISE = 1e6;

  /** Above this exponent 1 vanishes beside its power. */
  private static final double LARGE = 40;

  /* Beyond these the normal distribution function is 0 or 1 as a double. */
  private static final double NORMAL_IS_NOUGHT = 39;
  private static final double NORMAL_IS_ONE = 8.4;

  /** Rejects what is no sample and what cannot be accounted. */
  public SampledGaussian {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("a sampling rate is above 0 and at most 1, got " + rate);
    }
    if (!(noise >= LEAST_NOISE && noise <= MOST_NOISE)) {
      throw new IllegalArgumentException(
          "noise must be from %s to %s, got %s".formatted(LEAST_NOISE, MOST_NOISE, noise));
    }
  }

  /**
   * Returns the privacy loss of an outcome: the logarithm of how much likelier it is with the
   * example than without.
   */
  double loss(double outcome) {
    double exponent = (2 * outcome - 1) / (2 * noise * noise);
    if (rate == 1) {
      return exponent;
    }
    return exponent > LARGE
        ? exponent + Math.log(rate + (1 - rate) * Math.exp(-exponent))
        : Math.log1p(rate * Math.expm1(exponent));
  }

  /** Returns the outcome that has a loss, or -∞ if every one has more. */
  double outcome(double loss) {
    double exponent;
    if (rate == 1) {
      exponent = loss;
    } else if (loss > LARGE) {
      exponent = loss + Math.log1p(-(1 - rate) * Math.exp(-loss)) - Math.log(rate);
    } else {
      double ratio = Math.expm1(loss) / rate;
      exponent = ratio <= -1 ? Double.NEGATIVE_INFINITY : Math.log1p(ratio);
    }
    return noise * noise * exponent + 0.5;
  }

  /** Returns how probable a loss of at most {@code loss} is where the example is there. */
  double probabilityWith(double loss) {
    double outcome = outcome(loss);
    return (1 - rate) * normal(outcome / noise) + rate * normal((outcome - 1) / noise);
  }

  /**
   * Returns how probable it is, where the example is not there, that the loss turned about, {@code
   * -loss(outcome)}, is at most {@code loss}.
   */
  double probabilityWithout(double loss) {
    return normal(-outcome(-loss) / noise);
  }

  private static double normal(double x) {
    if (x < -NORMAL_IS_NOUGHT || x > NORMAL_IS_ONE) {
      return x < 0 ? 0 : 1; // as most points of a mesh have it
    }
    return 0.5 * ErrorFunction.complement(-x / Math.sqrt(2));
  }
}
