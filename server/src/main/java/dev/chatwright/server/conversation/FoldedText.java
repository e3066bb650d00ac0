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
  private static final int FIRST_MARKED = 0x80;

  /**
   * The letters of Latin alphabets, which most texts are made of, looked up instead of computed.
   */
  private static final String[] LATIN = latin();

  private final String folded;
  private final int[] origins;

  private FoldedText(String folded, int[] origins) {
    this.folded = folded;
    this.origins = origins;
  }

  private static String[] latin() {
    String[] letters = new String[0x250];
    for (int point = 0; point < letters.length; point++) {
      letters[point] = withoutMarks(point);
    }
    return letters;
  }

  /** Returns a text without case and accents; all that most texts need to be found. */
  static String fold(String text) {
    int plain = plainStart(text);
    if (plain == text.length()) {
      return text.toLowerCase(Locale.ROOT);
    }
    StringBuilder kept = new StringBuilder(text.length());
    kept.append(text, 0, plain);
    int at = plain;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      append(kept, point);
    }
    return kept.toString().toLowerCase(Locale.ROOT);
  }

  private static int plainStart(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) < FIRST_MARKED) {
      end++;
    }
    return end;
  }

  private static void append(StringBuilder kept, int point) {
    if (point < FIRST_MARKED) {
      kept.append((char) point);
    } else if (point < LATIN.length) {
      kept.append(LATIN[point]);
    } else if (!Character.isIdeographic(point)) {
      kept.append(withoutMarks(point));
    } else {
      kept.appendCodePoint(point);
    }
  }

  private static String withoutMarks(int point) {
    String apart = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKD);
    StringBuilder kept = new StringBuilder(apart.length());
    apart
        .codePoints()
        .filter(part -> Character.getType(part) != Character.NON_SPACING_MARK)
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
