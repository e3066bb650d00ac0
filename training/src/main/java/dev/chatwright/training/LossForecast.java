package dev.chatwright.training;

/**
 * What a held-out loss may come to be, in nats per byte of text.
 *
 * <p>Immutable.
 *
 * @param expected between the others
 * @param lowest if all goes well
 * @param highest if it does not
 */
public record LossForecast(double expected, double lowest, double highest) {
  /*
   * The form is L = E + (L0 − E) · (D0 / D)^β: what is above the irreducible loss E falls as a power
   * of the tokens (Hoffmann et al., https://arxiv.org/abs/2203.15556, whose β is 0.28 for far larger
   * runs). E is taken from what the best models reach on English text, 0.6 to 1 bits a byte. β is
   * what our own runs of minutes showed, which docs/measurements has; a short run is at a rate that
   * is not lowered, and the larger model of the plan learns faster, for which the ends allow.
   */
  private static final double LEAST_FLOOR = 0.4;
  private static final double FLOOR = 0.55;
  private static final double MOST_FLOOR = 0.7;
  private static final double SLOWEST = 0.08;
  private static final double USUAL = 0.14;
  private static final double FASTEST = 0.28;

  /**
   * Continues a short run.
   *
   * @param loss of the short run
   * @param tokens from how many it had learnt
   * @param runTokens from how many the whole run will learn
   */
  static LossForecast of(double loss, long tokens, long runTokens) {
    double times = Math.max(1, (double) runTokens / tokens);
    return new LossForecast(
        fallen(loss, FLOOR, times, USUAL),
        fallen(loss, LEAST_FLOOR, times, FASTEST),
        fallen(loss, MOST_FLOOR, times, SLOWEST));
  }

  private static double fallen(double loss, double floor, double times, double power) {
    return loss <= floor ? loss : floor + (loss - floor) * Math.pow(times, -power);
  }
}
