package dev.chatwright.training.privacy;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Bounds of the Rényi divergences between outcomes with and without an example, of several orders:
 * what the RDP accountant keeps. Those of mechanisms that follow each other add up.
 *
 * <p>Immutable.
 *
 * @see <a href="https://arxiv.org/abs/1702.07476">Mironov, "Rényi Differential Privacy", 2017</a>
 */
public final class RenyiCurve {
  private static final double[] ORDERS =
      DoubleStream.concat(
              IntStream.range(11, 110).mapToDouble(tenths -> tenths / 10.0),
              DoubleStream.concat(
                  IntStream.range(11, 64).asDoubleStream(),
                  DoubleStream.of(64, 80, 96, 128, 192, 256, 384, 512, 768, 1024)))
          .toArray();

  private final double[] divergences;

  private RenyiCurve(double[] divergences) {
    this.divergences = divergences;
  }

  /** Returns the curve of one use of a mechanism. */
  public static RenyiCurve of(SampledGaussian mechanism) {
    return new RenyiCurve(
        Arrays.stream(ORDERS)
            .parallel()
            .map(order -> RenyiDivergence.of(mechanism, order))
            .toArray());
  }

  /** Returns the curve of so many uses. */
  public RenyiCurve times(long uses) {
    return new RenyiCurve(Arrays.stream(divergences).map(each -> uses * each).toArray());
  }

  /** Returns the curve of this and another one after the other. */
  public RenyiCurve plus(RenyiCurve other) {
    return new RenyiCurve(
        IntStream.range(0, ORDERS.length)
            .mapToDouble(i -> divergences[i] + other.divergences[i])
            .toArray());
  }

  /**
   * Returns the least ε that one of the orders proves.
   *
   * @param delta above 0 and below 1
   * @see <a href="https://arxiv.org/abs/2004.00010">Canonne, Kamath and Steinke, "The Discrete
   *     Gaussian for Differential Privacy", 2020</a>, proposition 12
   */
  public double epsilon(double delta) {
    requireDelta(delta);
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < ORDERS.length; i++) {
      double order = ORDERS[i];
      double epsilon =
          divergences[i] + Math.log1p(-1 / order) - Math.log(delta * order) / (order - 1);
      least = Math.min(least, epsilon);
    }
    return Math.max(0, least);
  }

  /**
   * Returns a loss that is exceeded, in either direction, with no more than a probability: by
   * Chernoff's bound, {@code P(Y ≥ L) ≤ E[e^((α-1)Y)]·e^(-(α-1)L)}.
   */
  double tail(double probability) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < ORDERS.length; i++) {
      least = Math.min(least, divergences[i] - Math.log(probability) / (ORDERS[i] - 1));
    }
    return least;
  }

  static void requireDelta(double delta) {
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException("delta must be between 0 and 1, got " + delta);
    }
  }
}
