package dev.chatwright.training.privacy;

import java.util.function.DoubleUnaryOperator;

/** The mean privacy loss of one use of a mechanism, by the trapezoidal rule over its outcomes. */
final class LossMean {
  private static final double TAIL = 12;

  private LossMean() {}

  /** Returns the mean loss where the example is there. */
  static double withExample(SampledGaussian mechanism) {
    return (1 - mechanism.rate()) * mean(mechanism, 0, mechanism::loss)
        + mechanism.rate() * mean(mechanism, 1, mechanism::loss);
  }

  /** Returns the mean of the loss turned about where the example is not there. */
  static double withoutExample(SampledGaussian mechanism) {
    return mean(mechanism, 0, outcome -> -mechanism.loss(outcome));
  }

  private static double mean(SampledGaussian mechanism, double center, DoubleUnaryOperator loss) {
    double noise = mechanism.noise();
    double step = Math.min(1.0 / 8, noise / 4); // in standard deviations, as for the divergence
    long points = (long) Math.ceil(TAIL / step);
    double sum = 0;
    for (long i = -points; i <= points; i++) {
      double scaled = i * step;
      sum += loss.applyAsDouble(center + noise * scaled) * Math.exp(-0.5 * scaled * scaled);
    }
    return sum * step / Math.sqrt(2 * Math.PI);
  }
}
