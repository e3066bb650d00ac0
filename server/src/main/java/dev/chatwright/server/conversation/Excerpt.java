package dev.chatwright.server.conversation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The part of a text where words were found.
 *
 * <p>Immutable.
 *
 * @param text the part, with an ellipsis where it was cut
 * @param ranges where the words stand in it, [start, end) in UTF-16 units
 */
record Excerpt(String text, List<List<Integer>> ranges) {
  private static final int BEFORE = 60;
  private static final int AFTER = 160;
  private static final int MOST_RANGES = 50;

  Excerpt {
    ranges = List.copyOf(ranges);
  }

  /** Returns the part around the first of the words. */
  static Excerpt of(String text, List<String> words) {
    FoldedText folded = FoldedText.of(text);
    int first =
        words.stream()
            .mapToInt(word -> folded.find(word, 0))
            .filter(index -> index >= 0)
            .min()
            .orElse(0);
    int hit = folded.origin(first);
    int start = whole(text, Math.max(0, hit - BEFORE));
    int end = whole(text, Math.min(text.length(), hit + AFTER));
    String lead = start > 0 ? "…" : "";
    String part = lead + text.substring(start, end) + (end < text.length() ? "…" : "");
    return new Excerpt(part, ranges(part, words));
  }

  private static int whole(String text, int index) {
    return index > 0 && index < text.length() && Character.isLowSurrogate(text.charAt(index))
        ? index - 1
        : index;
  }

  private static List<List<Integer>> ranges(String part, List<String> words) {
    FoldedText folded = FoldedText.of(part);
    List<List<Integer>> ranges = new ArrayList<>();
    for (String word : words) {
      int at = folded.find(word, 0);
      while (at >= 0 && ranges.size() < MOST_RANGES) {
        int end = Math.max(folded.origin(at) + 1, folded.origin(at + word.length()));
        ranges.add(List.of(folded.origin(at), end));
        at = folded.find(word, at + word.length());
      }
    }
    ranges.sort(Comparator.comparing(List::getFirst));
    return ranges;
  }
}
