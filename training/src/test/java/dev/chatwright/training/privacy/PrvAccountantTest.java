package dev.chatwright.training.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.tensor.ErrorFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrvAccountantTest {
  /** As published in the tests of Opacus, which tells the upper bound. */
  @Test
  void epsilonOfManyStepsIsThePublishedOne() {
    EpsilonBounds found =
        new PrvAccountant(new SampledGaussian(0.04, 1.5), 2250, 1e-5).epsilon(2250);

    assertThat(found.upper()).isEqualTo(6.777395712, within(1e-2));
    assertThat(found.upper() - found.lower()).isLessThan(0.03);
  }

  /** As published in the tests of Opacus. */
  @ParameterizedTest
  @CsvSource({"RDP, 1.416", "PRV, 1.34766"})
  void theNoiseForAnEpsilonIsThePublishedOne(Accounting accounting, double published) {
    double noise = accounting.noise(0.04, 2250, 8, 1e-5);

    assertThat(noise).isEqualTo(published, within(2e-3));
    assertThat(accounting.of(new SampledGaussian(0.04, noise), 2250, 1e-5).epsilon(2250))
        .isBetween(7.99, 8.0);
  }

  /**
   * Without sampling, k uses are one with noise σ/√k, of which is known that {@code δ = Φ(1/2σ -
   * εσ) - e^ε·Φ(-1/2σ - εσ)} (Balle and Wang 2018, theorem 8).
   */
  @ParameterizedTest
  @CsvSource({"1, 4, 1e-6", "10, 6, 1e-5", "1000, 40, 1e-8", "3, 0.5, 1e-3", "5, 100, 1e-6"})
  void boundsHoldTheExactEpsilonOfTheGaussian(long uses, double noise, double delta) {
    EpsilonBounds found =
        new PrvAccountant(new SampledGaussian(1, noise), 2 * uses, delta).epsilon(uses);

    double sigma = noise / Math.sqrt((double) uses);
    assertThat(gaussianDelta(sigma, found.upper())).isLessThanOrEqualTo(delta);
    if (found.lower() > 0) {
      assertThat(gaussianDelta(sigma, found.lower())).isGreaterThanOrEqualTo(delta);
      assertThat(gaussianDelta(sigma, found.estimate()) / delta).isEqualTo(1, within(1e-2));
    }
    assertThat(found.upper() - found.lower()).isLessThan(0.05 * Math.max(1, found.upper()));
  }

  private static double gaussianDelta(double sigma, double epsilon) {
    return normal(1 / (2 * sigma) - epsilon * sigma)
        - Math.exp(epsilon) * normal(-1 / (2 * sigma) - epsilon * sigma);
  }

  private static double normal(double x) {
    return 0.5 * ErrorFunction.complement(-x / Math.sqrt(2));
  }

  @ParameterizedTest
  @CsvSource({"0.01, 0.8, 500", "0.2, 3, 100", "0.001, 0.5, 3000", "0.5, 1, 3"})
  void lessIsProvedThanByRenyiDivergences(double rate, double noise, long steps) {
    SampledGaussian mechanism = new SampledGaussian(rate, noise);
    double loose = Accounting.RDP.of(mechanism, steps, 1e-5).epsilon(steps);
    double close = new PrvAccountant(mechanism, steps, 1e-5).epsilon(steps).upper();

    assertThat(close).isLessThan(loose).isGreaterThan(loose / 3);
  }

  @Test
  void epsilonGrowsWithStepsAndRateAndFallsWithNoise() {
    for (Accounting accounting : Accounting.values()) {
      double middle = epsilon(accounting, 0.05, 1.2, 300);
      assertThat(epsilon(accounting, 0.05, 1.2, 330)).as("%s", accounting).isGreaterThan(middle);
      assertThat(epsilon(accounting, 0.06, 1.2, 300)).as("%s", accounting).isGreaterThan(middle);
      assertThat(epsilon(accounting, 0.05, 1.3, 300)).as("%s", accounting).isLessThan(middle);
      assertThat(epsilon(accounting, 0.05, 1.2, 0)).isZero();
    }
  }

  private static double epsilon(Accounting accounting, double rate, double noise, long steps) {
    return accounting.of(new SampledGaussian(rate, noise), 400, 1e-5).epsilon(steps);
  }

  @Test
  void aDeltaTooSmallToComputeIsBoundedNonetheless() {
    SampledGaussian mechanism = new SampledGaussian(0.1, 2);
    assertThat(new PrvAccountant(mechanism, 100, 1e-13).epsilon(100).upper()).isInfinite();
    assertThat(Accounting.PRV.of(mechanism, 100, 1e-13).epsilon(100)).isFinite();
  }
}
