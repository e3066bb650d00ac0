package dev.chatwright.server.conversation;

import java.text.BreakIterator;
import java.util.Locale;

/** The first words of a text, as a title until there is a better one. */
public final class FirstWords {
  private static final int MOST_LETTERS = 60;

  private FirstWords() {}

  /** Returns the first words of a text on one line, cut between words where it can be. */
  public static String of(String text) {
    String start = text.substring(0, Math.min(text.length(), 10 * MOST_LETTERS));
    String line = start.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    if (line.length() <= MOST_LETTERS) {
      return line;
    }
    BreakIterator words = BreakIterator.getWordInstance(Locale.ROOT);
    words.setText(line);
    int end = words.preceding(MOST_LETTERS);
    if (end < MOST_LETTERS / 2) {
      end = wholeCharacter(line);
    }
    return line.substring(0, end).strip() + "…";
  }

  private static int wholeCharacter(String line) {
    return Character.isHighSurrogate(line.charAt(MOST_LETTERS - 1))
        ? MOST_LETTERS - 1
        : MOST_LETTERS;
  }
}
