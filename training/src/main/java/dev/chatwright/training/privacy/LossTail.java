package dev.chatwright.training.privacy;

/**
 * The positive losses of a distribution on a mesh, from which follows how much δ each ε leaves:
 * {@code δ(ε) = E[max(0, 1 - e^(ε-Y))]}.
 *
 * <p>Immutable.
 */
final class LossTail {
  private final double step;
  private final double first;

  /* Of each point and all above it: the probability, and that times e^-loss. */
  private final double[] probabilities;
  private final double[] discounted;

  /**
   * Takes a distribution apart.
   *
   * @param circular the probabilities of the sums {@code i·step}, where i is known but for
   *     multiples of the length
   * @param shift what each sum is moved by
   */
  LossTail(double[] circular, double step, double shift) {
    this.step = step;
    int size = circular.length;
    long lowest = (long) Math.ceil(-shift / step);
    long behind = (long) Math.ceil(size / 2.0 - shift / step);
    int count = Math.toIntExact(behind - lowest);
    first = lowest * step + shift;
    probabilities = new double[count + 1];
    discounted = new double[count + 1];
    for (int i = count - 1; i >= 0; i--) {
      double probability = circular[(int) Math.floorMod(lowest + i, (long) size)];
      probabilities[i] = probabilities[i + 1] + probability;
      discounted[i] = discounted[i + 1] + probability * Math.exp(-(first + i * step));
    }
  }

  /** Returns δ of an ε of at least 0. */
  double delta(double epsilon) {
    long index = (long) Math.ceil((epsilon - first) / step);
    int from = (int) Math.clamp(index, 0, probabilities.length - 1L);
    return probabilities[from] - Math.exp(epsilon) * discounted[from];
  }

  /** Returns the least ε of at least 0 whose δ is no more than this one. */
  double epsilon(double delta) {
    if (delta(0) <= delta) {
      return 0;
    }
    double low = 0;
    double high = first + probabilities.length * step;
    while (high - low > 1e-9 * Math.max(1, high)) {
      double middle = (low + high) / 2;
      if (delta(middle) <= delta) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
