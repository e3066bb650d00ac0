package dev.chatwright.tokenizer;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Says where a place of a rewritten stretch of text was before, as finely as piece borders need.
 *
 * <p>The stretch is rewritten again piece by piece; a place keeps its distance from the border
 * before it, but never passes the next. Immutable.
 */
final class Alignment {
  private final int[] before;
  private final int[] after;

  private Alignment(int[] before, int[] after) {
    this.before = before;
    this.after = after;
  }

  /**
   * Compares a stretch with its rewriting.
   *
   * @param stretch the text before
   * @param from where it begins in the whole text
   * @param borders the borders in the whole text, ascending
   * @param normalizer what rewrites its beginning
   * @param inside what rewrites the rest
   */
  static Alignment of(
      String stretch, int from, int[] borders, Normalizer normalizer, Normalizer inside) {
    int end = from + stretch.length();
    IntStream inner =
        Arrays.stream(borders, firstAtLeast(from + 1, borders), firstAtLeast(end, borders));
    int[] before =
        IntStream.concat(IntStream.of(from), IntStream.concat(inner, IntStream.of(end)))
            .distinct()
            .toArray();
    int[] after = new int[before.length];
    for (int i = 1; i < before.length; i++) {
      String part = stretch.substring(before[i - 1] - from, before[i] - from);
      Normalizer rule = i == 1 ? normalizer : inside;
      after[i] = after[i - 1] + rule.apply(part).length();
    }
    return new Alignment(before, after);
  }

  /** Returns the index of the first border from a place on; a long prompt has very many. */
  private static int firstAtLeast(int place, int[] borders) {
    int index = Arrays.binarySearch(borders, place);
    index = index < 0 ? -index - 1 : index;
    while (index > 0 && borders[index - 1] == place) { // empty pieces share a border
      index--;
    }
    return index;
  }

  /** Returns the place in the whole text of a place in the rewritten stretch. */
  int place(int rewritten) {
    int found = Arrays.binarySearch(after, rewritten);
    int segment = found >= 0 ? found : -found - 2;
    while (segment + 1 < after.length && after[segment + 1] == rewritten) {
      segment++;
    }
    if (segment + 1 >= before.length) {
      return before[before.length - 1] - 1;
    }
    int place = before[segment] + rewritten - after[segment];
    return Math.min(place, before[segment + 1] - 1);
  }
}
