package dev.chatwright.training.privacy;

/**
 * The Rényi divergence of a {@link SampledGaussian}.
 *
 * <p>With r the ratio of the densities with and without the example, the divergence of order α is
 * {@code log(A)/(α-1)}, {@code A = E[r^α]} over outcomes without it; the opposite direction has
 * less. As {@code E[r] = 1}, {@code A - 1 = E[r^α - 1 - α(r-1)]}, in which nothing is negative, so
 * that the small A of a small sample are as precise as the large ones. The integral is taken by the
 * trapezoidal rule, whose error for such a function, analytic in a strip and falling as a normal
 * density does, shrinks exponentially: with the steps used here it is below that of rounding. It
 * serves orders that are whole numbers and others alike.
 *
 * @see <a href="https://arxiv.org/abs/1908.10530">Mironov, Talwar and Zhang, "Rényi Differential
 *     Privacy of the Sampled Gaussian Mechanism", 2019</a>, theorems 4 and 5 and section 3.3
 */
final class RenyiDivergence {
  /** Standard deviations beyond which a normal density is nothing beside its middle. */
  private static final double TAIL = 12;

  private static final double SERIES_BELOW = 0.1;

  private RenyiDivergence() {}

  /**
   * Returns the divergence of an order.
   *
   * @param order above 1
   */
  static double of(SampledGaussian mechanism, double order) {
    double excess = logExcess(mechanism, order);
    double logMoment = excess > 700 ? excess : Math.log1p(Math.exp(excess));
    return logMoment / (order - 1);
  }

  /** Returns {@code log(A - 1)}. */
  private static double logExcess(SampledGaussian mechanism, double order) {
    double noise = mechanism.noise();
    // The ratio's nearest zero lies π·σ² beside the real axis.
    double step = Math.min(noise / 8, noise * noise / 4);
    double from = -TAIL * noise;
    long points = (long) Math.ceil((order + 2 * TAIL * noise) / step);
    double most = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (long i = 0; i <= points; i++) {
      double outcome = from + i * step;
      double scaled = outcome / noise;
      double log = logExcess(mechanism.loss(outcome), order) - 0.5 * scaled * scaled;
      if (log == Double.NEGATIVE_INFINITY) {
        continue; // where both densities are the same
      }
      if (log > most) {
        sum = sum * Math.exp(most - log) + 1;
        most = log;
      } else {
        sum += Math.exp(log - most);
      }
    }
    return most + Math.log(sum * step / (noise * Math.sqrt(2 * Math.PI)));
  }

  /** Returns {@code log(r^α - 1 - α(r-1))} of {@code loss = log r}. */
  private static double logExcess(double loss, double order) {
    double power = order * loss;
    if (Math.abs(power) < SERIES_BELOW) {
      return Math.log(series(loss, order));
    }
    if (power > 1) {
      return power
          + Math.log1p(-Math.exp(-power) - order * (Math.exp(loss - power) - Math.exp(-power)));
    }
    return Math.log(Math.expm1(power) - order * Math.expm1(loss));
  }

  /** Returns {@code Σ_{k≥2} (α^k - α)·loss^k/k!}, which is the same for small losses. */
  private static double series(double loss, double order) {
    double ofOrder = order * loss;
    double ofOne = loss;
    double sum = 0;
    double term = Double.MAX_VALUE;
    for (int k = 2; Math.abs(term) > 1e-17 * sum; k++) {
      ofOrder *= order * loss / k;
      ofOne *= loss / k;
      term = ofOrder - order * ofOne;
      sum += term;
    }
    return sum;
  }
}
