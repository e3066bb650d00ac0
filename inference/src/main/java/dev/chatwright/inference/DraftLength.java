package dev.chatwright.inference;

/**
 * How many guessed tokens are worth computing with the next: as many as gain most, by what steps of
 * so many rows have taken.
 *
 * <p>Confined to the engine's thread.
 */
final class DraftLength {
  /** The most tokens guessed at once. */
  static final int MOST = 7;

  /** What a further row is thought to cost where none has been measured, in steps of one row. */
  private static final double ASSUMED_COST = 0.15;

  private static final double WEIGHT_OF_NEW = 0.2;

  /** How fast a measured time is forgotten, so that what was once slow is tried again. */
  private static final double FORGETTING = 0.01;

  /** A gain must be larger than noise. */
  private static final double LEAST_GAIN = 1.05;

  private final Speculation speculation;
  private final double[] nanos = new double[MOST + 2]; // by rows; 0 where not known

  DraftLength(Speculation speculation) {
    this.speculation = speculation;
  }

  /** Returns whether it is worth while to look for guesses. */
  boolean isOn() {
    return speculation != Speculation.OFF;
  }

  /**
   * Returns how many guessed tokens to compute.
   *
   * @param rate how often a token is guessed right
   * @param nanosPerToken what guessing one takes, without its part in the step
   * @param guessed how many there are
   */
  int best(double rate, double nanosPerToken, int guessed) {
    return switch (speculation) {
      case OFF -> 0;
      case ALWAYS -> guessed;
      case AUTO -> nanos[1] == 0 ? 0 : fastest(rate, nanosPerToken, guessed);
    };
  }

  private int fastest(double rate, double nanosPerToken, int guessed) {
    int best = 0;
    double most = LEAST_GAIN / nanos[1];
    double expected = 1;
    double chance = 1;
    for (int length = 1; length <= guessed; length++) {
      chance *= rate;
      expected += chance; // the tokens that the step gives
      double speed = expected / (time(length + 1) + length * nanosPerToken);
      if (speed > most) {
        most = speed;
        best = length;
      }
    }
    return best;
  }

  private double time(int rows) {
    return nanos[rows] == 0 ? assumed(rows) : nanos[rows];
  }

  private double assumed(int rows) {
    return nanos[1] * (1 + ASSUMED_COST * (rows - 1));
  }

  /** Notes how long a step of one reply took. */
  void note(int rows, long stepNanos) {
    nanos[rows] += (nanos[rows] == 0 ? 1 : WEIGHT_OF_NEW) * (stepNanos - nanos[rows]);
    for (int other = 2; other < nanos.length; other++) {
      if (other != rows && nanos[other] != 0) {
        nanos[other] += FORGETTING * (assumed(other) - nanos[other]);
      }
    }
  }
}
