package dev.chatwright.training.privacy;

/**
 * The PRV accountant: computes how the privacy losses of many uses of a mechanism add up, with
 * bounds of its own error.
 *
 * <p>Both directions, an example more and an example less, are computed, and the worse is told.
 * Immutable; safe for use by several threads.
 *
 * @see <a href="https://arxiv.org/abs/2106.02848">Gopi, Lee and Wutschitz, "Numerical Composition
 *     of Differential Privacy", 2021</a>
 */
public final class PrvAccountant {
  /*
   * Let Y be the sum of k losses, and D the sum that is computed: of k losses that are cut to the
   * mesh, -L to L, rounded to its points, and added modulo 2L. Y and D can be drawn together so that
   * |Y - D| ≤ e but for a probability of δ', because
   *
   *   - each loss lies outside -L to L with t1 at most, so that cutting changes the sum with k·t1;
   *   - rounding errors lie in an interval of the mesh's step h and have mean 0, so that by
   *     Hoeffding's inequality their sum is above e with t2 = 2·exp(-2e²/(k·h²)) at most;
   *   - the sum leaves -L to L only if it is beyond ±(L - e) before, with t3, cut, or badly rounded.
   *
   * δ' = 2(k·t1 + t2) + t3. With h = e/√(k/2·log(12/δ')), t2 is δ'/6; L is chosen, by Chernoff's
   * bound for both tails, so that k·t1 ≤ δ'/6 and t3 ≤ δ'/3. As max(0, 1 - e^(ε-y)) lies between 0
   * and 1 and grows with y, δ_Y(ε + e) - δ' ≤ δ_D(ε) ≤ δ_Y(ε - e) + δ'.
   */

  private static final double EPSILON_ERROR = 0.01;
  private static final double DELTA_ERROR_SHARE = 1e-3;

  /**
   * How much of the probability may be lost to rounding of floating-point numbers, for each use.
   */
  private static final double ROUNDING = 1e-14;

  /** Above it memory would be felt; then e grows instead. */
  private static final int MOST_POINTS = 1 << 20;

  private final long mostUses;
  private final double delta;
  private final double deltaError;
  private final double epsilonError;
  private final LossMesh more;
  private final LossMesh less;

  /**
   * Creates an accountant for up to so many uses.
   *
   * @param delta for which ε is wanted
   */
  public PrvAccountant(SampledGaussian mechanism, long mostUses, double delta) {
    RenyiCurve.requireDelta(delta);
    if (mostUses < 1) {
      throw new IllegalArgumentException("a mechanism is used at least once, got " + mostUses);
    }
    this.mostUses = mostUses;
    this.delta = delta;
    double cutting = DELTA_ERROR_SHARE * delta;
    deltaError = cutting + ROUNDING * mostUses;
    RenyiCurve curve = RenyiCurve.of(mechanism);
    double reach =
        Math.max(curve.tail(cutting / (12 * mostUses)), curve.times(mostUses).tail(cutting / 6));
    double stepsOfError = Math.sqrt(mostUses / 2.0 * Math.log(12 / cutting));
    double points = 2 * (reach + EPSILON_ERROR) * stepsOfError / EPSILON_ERROR;
    int size;
    double step;
    if (points <= MOST_POINTS) {
      size = Math.max(2, Integer.highestOneBit((int) points) * 2);
      step = EPSILON_ERROR / stepsOfError;
    } else {
      size = MOST_POINTS;
      step = coarseStep(reach, stepsOfError, mostUses);
    }
    epsilonError = step * stepsOfError;
    FourierTransform transform = new FourierTransform(size);
    double meanWith = LossMean.withExample(mechanism);
    double meanWithout = LossMean.withoutExample(mechanism);
    more = new LossMesh(mechanism::probabilityWith, meanWith, step, size, transform);
    less = new LossMesh(mechanism::probabilityWithout, meanWithout, step, size, transform);
  }

  /** Returns the step with which as many points as there may be reach far enough. */
  private static double coarseStep(double reach, double stepsOfError, long uses) {
    if (MOST_POINTS < 4 * stepsOfError) {
      throw new IllegalArgumentException("%,d uses are too many to account for".formatted(uses));
    }
    return 2 * reach / (MOST_POINTS - 2 * stepsOfError);
  }

  /**
   * Returns ε of so many uses; its upper bound is infinite where δ is too small to be computed.
   *
   * @param uses from 1 to as many as this was made for
   */
  public EpsilonBounds epsilon(long uses) {
    if (uses < 1 || uses > mostUses) {
      throw new IllegalArgumentException(
          "uses must be from 1 to %,d, got %,d".formatted(mostUses, uses));
    }
    return bounds(more.compose(uses)).worst(bounds(less.compose(uses)));
  }

  private EpsilonBounds bounds(LossTail tail) {
    double upper =
        deltaError < delta
            ? tail.epsilon(delta - deltaError) + epsilonError
            : Double.POSITIVE_INFINITY;
    double lower = Math.max(0, tail.epsilon(Math.min(1, delta + deltaError)) - epsilonError);
    return new EpsilonBounds(lower, tail.epsilon(delta), upper);
  }
}
