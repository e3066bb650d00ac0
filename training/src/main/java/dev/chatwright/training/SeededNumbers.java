package dev.chatwright.training;

/**
 * Random numbers by their index: the n-th number of a seed is the same whoever asks for it, in
 * whatever order, on every platform.
 *
 * <p>SplitMix64 counts and mixes, so that any number of its sequence can be had at once; a run that
 * is continued needs to remember no more than where it was. Immutable.
 *
 * @param seed which sequence
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele et al., "Fast splittable
 *     pseudorandom number generators", 2014</a>
 */
record SeededNumbers(long seed) {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** Returns a sequence of its own for a purpose. */
  SeededNumbers forPurpose(int purpose) {
    return new SeededNumbers(mix(seed + purpose * GOLDEN_GAMMA));
  }

  /** Returns 64 random bits. */
  long bits(long index) {
    return mix(seed + (index + 1) * GOLDEN_GAMMA);
  }

  /** Returns a number from 0 up to {@code bound}. */
  long below(long index, long bound) {
    return Math.unsignedMultiplyHigh(bits(index), bound);
  }

  /** Returns a number from a normal distribution of mean 0 and deviation 1, by Box and Muller. */
  double gaussian(long index) {
    double first = ((bits(2 * index) >>> 11) + 1) * 0x1p-53; // never 0, whose logarithm is infinite
    double second = (bits(2 * index + 1) >>> 11) * 0x1p-53;
    return StrictMath.sqrt(-2 * StrictMath.log(first)) * StrictMath.cos(2 * Math.PI * second);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
