package dev.chatwright.server.conversation;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/**
 * A text without case and accents, and where each of its letters stands in the text as it was.
 *
 * <p>Immutable.
 */
final class FoldedText {
  private final String folded;
  private final int[] origins;

  private FoldedText(String folded, int[] origins) {
    this.folded = folded;
    this.origins = origins;
  }

  /** Returns a text without case and accents; all that most texts need to be found. */
  static String fold(String text) {
    String plain = isAscii(text) ? text : withoutMarks(text);
    return plain.toLowerCase(Locale.ROOT);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String withoutMarks(String text) {
    String apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
    StringBuilder kept = new StringBuilder(apart.length());
    apart
        .codePoints()
        .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  static FoldedText of(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    int[] origins = new int[text.length() + 1];
    int at = 0;
    while (at < text.length()) {
      int next = at + Character.charCount(text.codePointAt(at));
      String part = fold(text.substring(at, next));
      if (folded.length() + part.length() >= origins.length) {
        origins = Arrays.copyOf(origins, 2 * origins.length + part.length());
      }
      Arrays.fill(origins, folded.length(), folded.length() + part.length(), at);
      folded.append(part);
      at = next;
    }
    origins[folded.length()] = text.length();
    return new FoldedText(folded.toString(), origins);
  }

  /**
   * Returns where a word, folded itself, stands first from a place of the folded text on; or -1.
   */
  int find(String word, int from) {
    return folded.indexOf(word, from);
  }

  /** Returns where a place of the folded text stands in the text as it was. */
  int origin(int index) {
    return origins[index];
  }
}
