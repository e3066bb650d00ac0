package dev.chatwright.training.privacy;

import java.util.OptionalDouble;

/**
 * How a run keeps its promise: which examples a step draws, and how much noise it adds.
 *
 * <p>Immutable.
 *
 * @param mechanism what a step is
 * @param budget the most ε that may be spent, if that is bounded
 * @param delta the probability for which ε does not hold
 * @param clip C, to which each example's gradient is cut
 * @param examples how many there are
 * @param steps how many are wanted
 * @param accounting by which accountant
 */
public record PrivacyPlan(
    SampledGaussian mechanism,
    OptionalDouble budget,
    double delta,
    double clip,
    long examples,
    long steps,
    Accounting accounting) {

  /**
   * Makes a plan; noise that is not given is chosen so that all steps stay within ε.
   *
   * @param examples how many there are to learn from
   * @param steps how many are wanted
   * @throws IllegalArgumentException if the examples are too few, or the first step would spend
   *     more than there is; it names the recipe's key
   */
  public static PrivacyPlan of(PrivacyOptions options, long examples, long steps) {
    options.requireEnough(examples);
    double rate = options.batch() / examples;
    double noise = options.noise().orElseGet(() -> chosen(options, rate, steps));
    PrivacyPlan plan = of(options, noise, examples, steps);
    plan.requireOneStep();
    return plan;
  }

  /** Makes a plan with noise that was chosen before. */
  static PrivacyPlan of(PrivacyOptions options, double noise, long examples, long steps) {
    return new PrivacyPlan(
        new SampledGaussian(options.batch() / examples, noise),
        options.epsilon(),
        options.delta(),
        options.clip(),
        examples,
        steps,
        options.accounting());
  }

  private static double chosen(PrivacyOptions options, double rate, long steps) {
    return options
        .accounting()
        .noise(rate, steps, options.epsilon().orElseThrow(), options.delta());
  }

  private void requireOneStep() {
    double first = accounting.of(mechanism, 1, delta).epsilon(1);
    if (budget.isPresent() && first > budget.getAsDouble()) {
      throw new IllegalArgumentException(
          "privacy.noise %s spends an epsilon of %.2f in the first step, privacy.epsilon is %s"
              .formatted(mechanism.noise(), first, budget.getAsDouble()));
    }
  }

  /** Returns how many examples a step has on average. */
  public double batch() {
    return mechanism.rate() * examples;
  }

  /** Returns the standard deviation of the noise on each number of a step's sum. */
  public double deviation() {
    return mechanism.noise() * clip;
  }

  /** Returns an accountant for up to so many steps. */
  Accounting.Accountant accountant(long mostSteps) {
    return accounting.of(mechanism, mostSteps, delta);
  }

  /** Returns how many of up to {@code mostSteps} steps keep within the budget. */
  long affordable(Accounting.Accountant accountant, long mostSteps) {
    if (budget.isEmpty() || accountant.epsilon(mostSteps) <= budget.getAsDouble()) {
      return mostSteps;
    }
    long affordable = 0;
    long tooMany = mostSteps;
    while (tooMany - affordable > 1) {
      long middle = (affordable + tooMany) >>> 1;
      if (accountant.epsilon(middle) <= budget.getAsDouble()) {
        affordable = middle;
      } else {
        tooMany = middle;
      }
    }
    return affordable;
  }
}
