package dev.chatwright.tokenizer.training;

/** The derivative of the logarithm of the gamma function. */
final class Digamma {
  private static final double LARGE = 7;

  private Digamma() {}

  /**
   * Returns e to the digamma function of a number above 0: nearly the number less a half where it
   * is large, far less where it is small.
   *
   * <p>Uses in its place make rare pieces rarer still, so that the model is sparse: the mean of a
   * posterior rather than its mode (Liang and Klein, "Structured Bayesian nonparametric models with
   * variational inference", 2007). Computed by the recurrence and the asymptotic series; strict, so
   * that it is the same number on every machine.
   */
  static double exponential(double x) {
    double shift = 0;
    double at = x;
    while (at < LARGE) {
      shift += 1 / at;
      at++;
    }
    double inverse = 1 / (at * at);
    double series = inverse * (1 / 12.0 - inverse * (1 / 120.0 - inverse / 252));
    return StrictMath.exp(StrictMath.log(at) - 0.5 / at - series - shift);
  }
}
