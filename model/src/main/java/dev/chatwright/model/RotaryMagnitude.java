package dev.chatwright.model;

/** What multiplies cosines and sines of rotations made for longer contexts. */
final class RotaryMagnitude {
  private RotaryMagnitude() {}

  /** Returns YaRN's, for frequencies divided by {@code factor}. */
  static double yarn(double factor) {
    return factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
  }

  /** Returns LongRoPE's, for a context {@code factor} times as long as the original. */
  static double longRope(double factor, int originalContext) {
    return factor <= 1 || originalContext < 2
        ? 1
        : Math.sqrt(1 + Math.log(factor) / Math.log(originalContext));
  }
}
