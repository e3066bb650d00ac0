package dev.chatwright.tensor;

/** The Gauss error function. */
final class ErrorFunction {
  private ErrorFunction() {}

  /**
   * Returns {@code erf(x)} to about 1e-15, by its Taylor series near zero and the continued
   * fraction of the complement further out.
   *
   * @see <a href="https://dlmf.nist.gov/7">NIST Digital Library of Mathematical Functions, 7.6.1
   *     and 7.9.1</a>
   */
  static double erf(double x) {
    double magnitude = Math.abs(x);
    if (Double.isNaN(x)) {
      return x;
    }
    return magnitude < 2.5 ? series(x) : Math.copySign(1 - complement(magnitude), x);
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

  private static double complement(double x) {
    double fraction = x;
    for (int n = 60; n >= 1; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
  }
}
