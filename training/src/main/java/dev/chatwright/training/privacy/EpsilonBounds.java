package dev.chatwright.training.privacy;

/**
 * Between which numbers an ε is, that was computed and not only bounded. Immutable.
 *
 * @param lower no ε below it holds
 * @param estimate the likeliest
 * @param upper it holds, and is what may be claimed
 */
public record EpsilonBounds(double lower, double estimate, double upper) {

  EpsilonBounds worst(EpsilonBounds other) {
    return new EpsilonBounds(
        Math.max(lower, other.lower),
        Math.max(estimate, other.estimate),
        Math.max(upper, other.upper));
  }
}
