package dev.chatwright.training.optimizer;

/** How large steps are: the learning rate of each, counted from 0. */
public sealed interface Schedule {

  /** Returns the rate of a step. */
  double rate(long step);

  /**
   * The same rate throughout.
   *
   * @param rate positive
   */
  record Constant(double rate) implements Schedule {

    /** Rejects a rate that learns nothing. */
    public Constant {
      requireRate("rate", rate);
    }

    @Override
    public double rate(long step) {
      return rate;
    }
  }

  /**
   * A rise to the highest rate, then half a wave of the cosine down to the lowest.
   *
   * @param rate the highest
   * @param lowest where it ends, at most {@code rate}
   * @param warmUp how many steps it rises, 0 for none
   * @param steps after how many steps it is at its lowest
   * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter, "SGDR", 2016</a>
   */
  record Cosine(double rate, double lowest, long warmUp, long steps) implements Schedule {

    /** Rejects rates and lengths that do not fit together. */
    public Cosine {
      requireRate("rate", rate);
      requireLowest(lowest, rate);
      requirePart("warm-up", warmUp, steps);
    }

    @Override
    public double rate(long step) {
      if (step < warmUp) {
        return rising(rate, step, warmUp);
      }
      if (step >= steps) {
        return lowest;
      }
      double done = (double) (step - warmUp) / (steps - warmUp);
      return lowest + (rate - lowest) * 0.5 * (1 + Math.cos(Math.PI * done));
    }
  }

  /**
   * A rise to the highest rate, which is kept, and a straight line down to the lowest at the end.
   *
   * @param rate the highest
   * @param lowest where it ends, at most {@code rate}
   * @param warmUp how many steps it rises, 0 for none
   * @param decay how many steps it falls
   * @param steps how many steps there are
   * @see <a href="https://arxiv.org/abs/2404.06395">Hu et al., "MiniCPM", 2024</a>
   */
  record WarmUpStableDecay(double rate, double lowest, long warmUp, long decay, long steps)
      implements Schedule {

    /** Rejects rates and lengths that do not fit together. */
    public WarmUpStableDecay {
      requireRate("rate", rate);
      requireLowest(lowest, rate);
      requirePart("warm-up", warmUp, steps);
      requirePart("decay", decay, steps - warmUp);
    }

    @Override
    public double rate(long step) {
      if (step < warmUp) {
        return rising(rate, step, warmUp);
      }
      long left = steps - step;
      if (left >= decay) {
        return rate;
      }
      return lowest + (rate - lowest) * Math.max(0, left) / decay;
    }
  }

  /**
   * A rate that grows by the same factor with every step, to find out which is too large.
   *
   * @param lowest of step 0, positive
   * @param highest of the last step, more than that
   * @param steps how many there are, at least 2
   * @see <a href="https://arxiv.org/abs/1506.01186">Smith, "Cyclical Learning Rates", 2017</a>
   */
  record Growing(double lowest, double highest, long steps) implements Schedule {

    /** Rejects rates that do not grow. */
    public Growing {
      requireRate("lowest rate", lowest);
      requireRate("highest rate", highest);
      if (highest <= lowest || steps < 2) {
        throw new IllegalArgumentException(
            "a rate grows over 2 steps or more, got %s to %s over %d"
                .formatted(lowest, highest, steps));
      }
    }

    @Override
    public double rate(long step) {
      return lowest * Math.pow(highest / lowest, (double) step / (steps - 1));
    }
  }

  private static double rising(double rate, long step, long warmUp) {
    return rate * (step + 1) / (warmUp + 1);
  }

  private static void requireRate(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("%s must be positive, got %s".formatted(name, value));
    }
  }

  private static void requireLowest(double lowest, double rate) {
    if (!(lowest >= 0 && lowest <= rate)) {
      throw new IllegalArgumentException(
          "lowest rate must be from 0 to the rate of %s, got %s".formatted(rate, lowest));
    }
  }

  private static void requirePart(String name, long value, long whole) {
    if (value < 0 || value > whole) {
      throw new IllegalArgumentException(
          "%s must be from 0 to %d steps, got %d".formatted(name, whole, value));
    }
  }
}
