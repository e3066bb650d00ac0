package dev.chatwright.training.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RenyiCurveTest {
  /**
   * As published in the tests of Google's dp-accounting. For orders between whole ones it adds up,
   * since 2023, what alternates in sign, and so tells more than there is; the values before that
   * are the third column.
   */
  @ParameterizedTest
  @CsvSource({
    "1.5, 6.70579741e-4, 6.5007e-4",
    "2.5, 1.08548710e-3, 1.0854e-3",
    "5, 2.18075656e-3, 2.18075656e-3",
    "50, 2.38460375e-2, 2.38460375e-2",
    "100, 167.416308, 167.416308"
  })
  void divergencesAreThePublishedOnes(double order, double published, double before) {
    double found = 50 * RenyiDivergence.of(new SampledGaussian(0.01, 2.5), order);

    assertThat(found).isEqualTo(published, within(1e-4)).isLessThan(published * (1 + 1e-8));
    assertThat(found / before).isEqualTo(1, within(2e-5));
  }

  /** As published in the tests of Google's dp-accounting. */
  @Test
  void epsilonOfTheGaussianIsThePublishedOne() {
    RenyiCurve curve = RenyiCurve.of(new SampledGaussian(1, 4.530877117));

    assertThat(curve.epsilon(1e-6)).isEqualTo(1, within(1e-4));
  }

  /** As published in the tests of Opacus. */
  @Test
  void epsilonOfManyStepsIsThePublishedOne() {
    RenyiCurve curve = RenyiCurve.of(new SampledGaussian(0.04, 1.5)).times(2250);

    assertThat(curve.epsilon(1e-5)).isEqualTo(7.32911117143, within(1e-4));
  }

  /** {@code A = Σ_k C(α,k)·(1-q)^(α-k)·q^k·e^(k(k-1)/2σ²)}, the paper's sum for whole orders. */
  @ParameterizedTest
  @CsvSource({
    "0.001, 0.6, 2",
    "0.001, 0.6, 17",
    "0.04, 1.5, 8",
    "0.3, 0.3, 5",
    "0.9, 30, 64",
    "1e-5, 4, 3"
  })
  void wholeOrdersAgreeWithTheBinomialSum(double rate, double noise, int order) {
    double excess = 0;
    double binomial = 1;
    for (int k = 1; k <= order; k++) {
      binomial = binomial * (order - k + 1) / k;
      excess +=
          binomial
              * Math.pow(1 - rate, order - k)
              * Math.pow(rate, k)
              * Math.expm1(k * (k - 1) / (2 * noise * noise));
    }

    double found = RenyiDivergence.of(new SampledGaussian(rate, noise), order);

    assertThat(found / (Math.log1p(excess) / (order - 1))).isEqualTo(1, within(1e-9));
  }

  /** Without sampling the divergence is {@code α/2σ²}. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.3, 1, 7, 1000})
  void allExamplesHaveTheDivergenceOfNormalDistributions(double noise) {
    for (double order : new double[] {1.1, 2, 3.7, 64, 1024}) {
      double found = RenyiDivergence.of(new SampledGaussian(1, noise), order);

      assertThat(found / (order / (2 * noise * noise))).as("%s", order).isEqualTo(1, within(1e-9));
    }
  }

  @Test
  void divergencesAddUp() {
    RenyiCurve a = RenyiCurve.of(new SampledGaussian(0.02, 1.1));
    RenyiCurve b = RenyiCurve.of(new SampledGaussian(0.1, 3));

    assertThat(a.times(3).plus(a.times(4)).epsilon(1e-6)).isEqualTo(a.times(7).epsilon(1e-6));
    assertThat(a.plus(b).epsilon(1e-6))
        .isGreaterThan(a.epsilon(1e-6))
        .isGreaterThan(b.epsilon(1e-6));
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    RenyiCurve curve = RenyiCurve.of(new SampledGaussian(0.5, 1));

    assertThatThrownBy(() -> curve.epsilon(0)).hasMessage("delta must be between 0 and 1, got 0.0");
    assertThatThrownBy(() -> new SampledGaussian(0, 1)).hasMessageContaining("got 0.0");
    assertThatThrownBy(() -> new SampledGaussian(0.1, 0)).hasMessageContaining("got 0.0");
  }
}
