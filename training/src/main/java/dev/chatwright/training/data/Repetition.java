package dev.chatwright.training.data;

import java.util.Arrays;

/** How much of a text is the same words in a row (Rae et al., 2021, table A1). */
final class Repetition {
  /** The most that the commonest 2, 3 and 4 words in a row may make up of the characters. */
  private static final double[] COMMONEST = {0.20, 0.18, 0.16};

  /** The most that 5 to 10 words in a row that come twice may make up of the characters. */
  private static final double[] TWICE = {0.15, 0.14, 0.13, 0.12, 0.11, 0.10};

  private static final int FIRST_COMMONEST = 2;
  private static final int FIRST_TWICE = 5;

  /** Shorter texts cannot but exceed a bound. */
  private static final int FEWEST_WORDS = 20;

  private Repetition() {}

  /** Returns whether a text exceeds one of the bounds, stretched by a factor; 0 asks nothing. */
  static boolean exceeds(Words words, double factor) {
    if (factor == 0 || words.count() < FEWEST_WORDS) {
      return false;
    }
    for (int i = 0; i < COMMONEST.length; i++) {
      long[] grams = words.grams(FIRST_COMMONEST + i);
      long[] sorted = sorted(grams);
      if (!repeats(sorted)) {
        return false; // then no more words in a row come twice either
      }
      if (commonest(words, grams, sorted, FIRST_COMMONEST + i)
          > factor * COMMONEST[i] * words.characters()) {
        return true;
      }
    }
    for (int i = 0; i < TWICE.length; i++) {
      long[] grams = words.grams(FIRST_TWICE + i);
      long[] sorted = sorted(grams);
      if (!repeats(sorted)) {
        return false;
      }
      if (twice(words, grams, sorted, FIRST_TWICE + i) > factor * TWICE[i] * words.characters()) {
        return true;
      }
    }
    return false;
  }

  private static long[] sorted(long[] grams) {
    long[] sorted = grams.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private static boolean repeats(long[] sorted) {
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        return true;
      }
    }
    return false;
  }

  /** Returns the characters of the words in a row that come most often, each time they come. */
  private static long commonest(Words words, long[] grams, long[] sorted, int length) {
    long commonest = 0;
    int times = 0;
    for (int i = 0, run = 0; i < sorted.length; i++) {
      run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
      if (run > times) {
        times = run;
        commonest = sorted[i];
      }
    }
    int place = 0;
    while (grams[place] != commonest) {
      place++;
    }
    return (long) times * characters(words, place, length);
  }

  private static long characters(Words words, int from, int length) {
    long sum = 0;
    for (int word = from; word < from + length; word++) {
      sum += words.length(word);
    }
    return sum;
  }

  /** Returns the characters in words in a row that come more than once, each counted once. */
  private static long twice(Words words, long[] grams, long[] sorted, int length) {
    long characters = 0;
    int counted = 0;
    for (int i = 0; i < grams.length; i++) {
      int place = Arrays.binarySearch(sorted, grams[i]);
      boolean comesTwice =
          (place > 0 && sorted[place - 1] == grams[i])
              || (place + 1 < sorted.length && sorted[place + 1] == grams[i]);
      if (comesTwice) {
        int from = Math.max(counted, i);
        characters += characters(words, from, i + length - from);
        counted = i + length;
      }
    }
    return characters;
  }
}
