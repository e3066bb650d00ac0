package dev.chatwright.tokenizer;

/** The sign that SentencePiece writes for a space, and what follows from it. */
final class SpaceMarks {
  static final String MARK = "▁";
  private static final char SIGN = '▁';

  private SpaceMarks() {}

  /**
   * Returns a pre-tokenizer that cuts before a mark, when no token can span the cut.
   *
   * <p>Then the words are encoded apart with the same result, and can be cached.
   */
  static PreTokenizer splitterFor(Vocabulary vocabulary) {
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.kind(id).spellsText() && spansWords(vocabulary.text(id))) {
        return PreTokenizer.WHOLE;
      }
    }
    return SpaceMarks::split;
  }

  private static boolean spansWords(String text) {
    for (int mark = text.indexOf(SIGN, 1); mark >= 0; mark = text.indexOf(SIGN, mark + 1)) {
      if (text.charAt(mark - 1) != SIGN) {
        return true;
      }
    }
    return false;
  }

  private static void split(String text, int from, int to, int source, PreTokenizer.Words words) {
    int open = from;
    for (int i = from + 1; i < to; i++) {
      if (text.charAt(i) == SIGN && text.charAt(i - 1) != SIGN) {
        words.word(text, open, i, source + open - from);
        open = i;
      }
    }
    if (open < to) {
      words.word(text, open, to, source + open - from);
    }
  }

  static String withoutFirstSpace(String text) {
    return text.startsWith(" ") ? text.substring(1) : text;
  }

  /** Strips spaces at both ends and makes one of several in a row. */
  static String withoutExtraSpaces(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      boolean extra = unit == ' ' && (kept.isEmpty() || kept.charAt(kept.length() - 1) == ' ');
      if (!extra) {
        kept.append(unit);
      }
    }
    if (!kept.isEmpty() && kept.charAt(kept.length() - 1) == ' ') {
      kept.setLength(kept.length() - 1);
    }
    return kept.toString();
  }
}
