package dev.chatwright.tensor;

/**
 * The Gauss error function.
 *
 * @see <a href="https://dlmf.nist.gov/7">NIST Digital Library of Mathematical Functions, 7.6.1 and
 *     7.9.1</a>
 */
public final class ErrorFunction {
  /** Where the continued fraction has become better than the series. */
  private static final double FAR = 2.5;

  private ErrorFunction() {}

  /**
   * Returns {@code erf(x)} to about 1e-15, by its Taylor series near zero and the continued
   * fraction of the complement further out.
   */
  public static double erf(double x) {
    double magnitude = Math.abs(x);
    if (Double.isNaN(x)) {
      return x;
    }
    return magnitude < FAR ? series(x) : Math.copySign(1 - fraction(magnitude), x);
  }

  /** Returns {@code 1 - erf(x)}, precise also where that is close to zero. */
  public static double complement(double x) {
    return x < FAR ? 1 - erf(x) : fraction(x);
  }

  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  /** Returns the complement of a number that is not near zero. */
  private static double fraction(double x) {
    double fraction = x;
    for (int n = 60; n >= 1; n--) {
      fraction = x + 0.5 * n / fraction;
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
  }
}
