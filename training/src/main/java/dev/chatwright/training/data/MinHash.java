package dev.chatwright.training.data;

import java.util.Arrays;

/**
 * Short signatures of texts, of which as large a share agrees as the texts have word 5-grams in
 * common, and the bands by which like ones find each other (Broder, 1997; Leskovec et al., "Mining
 * of Massive Datasets", chapter 3). Immutable.
 */
final class MinHash {
  /** Numbers in a signature; the estimate's standard deviation is at most 0.045. */
  static final int NUMBERS = 128;

  private static final int GRAM = 5;
  private static final long STEP = 0x9E3779B97F4A7C15L;
  private static final int INTEGRATION_STEPS = 200;

  private final double threshold;
  private final int bands;
  private final int rows;
  private final int[] seeds = new int[NUMBERS];

  /**
   * Creates signatures for a threshold.
   *
   * @param threshold the share in common from which two texts are almost the same, over 0 to 1
   * @param seed the same gives the same signatures
   */
  MinHash(double threshold, long seed) {
    if (!(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "the threshold of near duplicates must be over 0 and at most 1, got " + threshold);
    }
    this.threshold = threshold;
    Arrays.setAll(seeds, i -> (int) Hashing.mix(seed + (i + 1) * STEP));
    int bestRows = 1;
    double least = Double.MAX_VALUE;
    for (int candidate = 1; candidate <= NUMBERS; candidate++) {
      double error = error(candidate, NUMBERS / candidate);
      if (error < least) {
        least = error;
        bestRows = candidate;
      }
    }
    this.rows = bestRows;
    this.bands = NUMBERS / bestRows;
  }

  /**
   * Returns the area of pairs below the threshold that would be found, and of those above that
   * would not. What is found is compared in full, so a find in vain costs time only, and counts a
   * sixteenth of a miss.
   */
  private double error(int rowsOfBand, int bandCount) {
    double error = 0;
    for (int i = 0; i < INTEGRATION_STEPS; i++) {
      double likeness = (i + 0.5) / INTEGRATION_STEPS;
      double found = 1 - Math.pow(1 - Math.pow(likeness, rowsOfBand), bandCount);
      error += likeness < threshold ? found / 16 : 1 - found;
    }
    return error;
  }

  int bands() {
    return bands;
  }

  int rows() {
    return rows;
  }

  /** Returns the signature of a text; two without a word have the same. */
  int[] signature(Words words) {
    long[] grams = words.grams(Math.min(GRAM, Math.max(1, words.count())));
    int[] signature = new int[NUMBERS];
    Arrays.fill(signature, Integer.MAX_VALUE);
    for (long gram : grams) {
      lower(signature, (int) (gram ^ (gram >>> 32)));
    }
    return signature;
  }

  /** Kept apart and plain, so that the compiler makes vector instructions of it. */
  private void lower(int[] signature, int gram) {
    for (int i = 0; i < NUMBERS; i++) {
      // The finaliser of MurmurHash3 with 32 bits (Appleby, 2011).
      int x = (gram ^ seeds[i]) * 0x85EBCA6B;
      x = (x ^ (x >>> 13)) * 0xC2B2AE35;
      signature[i] = Math.min(signature[i], x ^ (x >>> 16));
    }
  }

  /** Returns the key of a band; texts that have one in common are compared. */
  long band(int[] signature, int band) {
    long key = band;
    for (int i = band * rows; i < (band + 1) * rows; i++) {
      key = Hashing.mix(key * STEP + signature[i]);
    }
    return key;
  }

  /** Returns whether signatures agree as far as the threshold says. */
  boolean alike(int[] first, int[] second) {
    int same = 0;
    for (int i = 0; i < NUMBERS; i++) {
      same += first[i] == second[i] ? 1 : 0;
    }
    return same >= threshold * NUMBERS;
  }
}
