package dev.chatwright.training.privacy;

/** By which accountant ε is bounded. */
public enum Accounting {
  /** By Rényi divergences: quick, and some tenths too high. */
  RDP {
    @Override
    public Accountant of(SampledGaussian mechanism, long mostSteps, double delta) {
      RenyiCurve curve = RenyiCurve.of(mechanism);
      return steps -> steps == 0 ? 0 : curve.times(steps).epsilon(delta);
    }
  },

  /** By composing the privacy losses themselves, or by Rényi divergences where these prove less. */
  PRV {
    @Override
    public Accountant of(SampledGaussian mechanism, long mostSteps, double delta) {
      Accountant loose = RDP.of(mechanism, mostSteps, delta);
      PrvAccountant close = new PrvAccountant(mechanism, mostSteps, delta);
      return steps -> steps == 0 ? 0 : Math.min(loose.epsilon(steps), close.epsilon(steps).upper());
    }
  };

  /** Bounds the ε of steps of one kind, for one δ. */
  @FunctionalInterface
  public interface Accountant {
    /**
     * Returns an ε that holds after so many steps.
     *
     * @param steps from 0 to as many as the accountant was made for
     */
    double epsilon(long steps);
  }

  /** Returns an accountant for up to so many steps. */
  public abstract Accountant of(SampledGaussian mechanism, long mostSteps, double delta);

  /**
   * Returns about the least noise with which so many steps keep within ε.
   *
   * @param rate the sampling rate
   * @throws IllegalArgumentException if no noise does, or one of the numbers is none
   */
  public double noise(double rate, long steps, double epsilon, double delta) {
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon must be a number above 0, got " + epsilon);
    }
    NoiseSearch search =
        new NoiseSearch(
            noise -> of(new SampledGaussian(rate, noise), steps, delta).epsilon(steps), epsilon);
    return this == RDP
        ? search.find(1, 2)
        : search.find(RDP.noise(rate, steps, epsilon, delta), 1.1); // which is a little too much
  }
}
