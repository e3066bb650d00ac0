package dev.chatwright.training.privacy;

/**
 * What may be said of a run's privacy: with this ε and δ its weights tell of no example whether it
 * was learnt from.
 *
 * <p>Immutable.
 *
 * @param epsilon spent so far
 * @param delta the probability for which ε does not hold
 * @param noise σ, in units of {@code clip}
 * @param clip to which each example's gradient is cut
 * @param rate with which each example is drawn for a step
 * @param examples how many there are
 * @param steps how many were accounted for
 * @param accounting by which accountant
 */
public record PrivacyClaim(
    double epsilon,
    double delta,
    double noise,
    double clip,
    double rate,
    long examples,
    long steps,
    Accounting accounting) {}
