package dev.chatwright.inference;

import java.util.random.RandomGenerator;

/**
 * The generator of every draw: xoshiro256++, its state filled by SplitMix64 from the seed.
 *
 * <p>It is our own so that a seed gives the same draws on every platform and in every version of
 * Java. Confined to one thread.
 *
 * @see <a href="https://arxiv.org/abs/1805.01407">Blackman and Vigna, "Scrambled Linear
 *     Pseudorandom Number Generators", 2018</a>
 */
final class SeededRandom implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long s0;
  private long s1;
  private long s2;
  private long s3;

  SeededRandom(long seed) {
    long state = seed;
    s0 = mix(state += GOLDEN_GAMMA);
    s1 = mix(state += GOLDEN_GAMMA);
    s2 = mix(state += GOLDEN_GAMMA);
    s3 = mix(state + GOLDEN_GAMMA);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public long nextLong() {
    long result = Long.rotateLeft(s0 + s3, 23) + s0;
    long shifted = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  /** Returns the next of 2⁵³ equally likely numbers from 0, 1 excluded. */
  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }
}
