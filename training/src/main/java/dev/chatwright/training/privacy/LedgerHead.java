package dev.chatwright.training.privacy;

/**
 * The first line of a ledger: what each step is.
 *
 * <p>Immutable.
 *
 * @param run what tells the run from others
 */
record LedgerHead(
    String run,
    double rate,
    double noise,
    double clip,
    double delta,
    long examples,
    Accounting accounting) {

  static LedgerHead of(PrivacyPlan plan, String run) {
    return new LedgerHead(
        run,
        plan.mechanism().rate(),
        plan.mechanism().noise(),
        plan.clip(),
        plan.delta(),
        plan.examples(),
        plan.accounting());
  }

  /** Returns whether it is of a run with these options, whose noise may have been chosen. */
  boolean isOf(PrivacyOptions options, long count, String identity) {
    return run.equals(identity)
        && rate == options.batch() / count
        && noise == options.noise().orElse(noise)
        && clip == options.clip()
        && delta == options.delta()
        && examples == count
        && accounting == options.accounting();
  }

  PrivacyClaim claim(long steps, double epsilon) {
    return new PrivacyClaim(epsilon, delta, noise, clip, rate, examples, steps, accounting);
  }
}
