package dev.chatwright.inference;

/** How often guesses have been right, of late. Confined to the engine's thread. */
final class HitRate {
  private static final double AT_FIRST = 0.5;
  private static final double WEIGHT_OF_NEW = 0.1;
  private static final double FORGETTING = 0.01;

  private double value = AT_FIRST;

  double value() {
    return value;
  }

  void note(boolean right) {
    value += WEIGHT_OF_NEW * ((right ? 1 : 0) - value);
  }

  /** Forgets a little, so that what was once bad is tried again. */
  void fade() {
    value += FORGETTING * (AT_FIRST - value);
  }
}
