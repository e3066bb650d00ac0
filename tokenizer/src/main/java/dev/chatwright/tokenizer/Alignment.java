package dev.chatwright.tokenizer;

import java.util.Arrays;

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
   * @param borders the borders in the whole text
   * @param normalizer what rewrites its beginning
   * @param inside what rewrites the rest
   */
  static Alignment of(
      String stretch, int from, int[] borders, Normalizer normalizer, Normalizer inside) {
    int[] before = new int[borders.length + 2];
    int[] after = new int[borders.length + 2];
    int count = 1;
    before[0] = from;
    for (int i = 0; i <= borders.length; i++) {
      int border = i < borders.length ? borders[i] : from + stretch.length();
      int at = Math.min(border, from + stretch.length());
      if (at > before[count - 1]) {
        String part = stretch.substring(before[count - 1] - from, at - from);
        Normalizer rule = count == 1 ? normalizer : inside;
        before[count] = at;
        after[count] = after[count - 1] + rule.apply(part).length();
        count++;
      }
    }
    return new Alignment(Arrays.copyOf(before, count), Arrays.copyOf(after, count));
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
