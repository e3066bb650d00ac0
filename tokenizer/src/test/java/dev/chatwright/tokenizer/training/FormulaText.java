package dev.chatwright.tokenizer.training;

import java.util.List;

/** Text made by the formula of {@code src/test/python/train_tokenizers.py}. */
final class FormulaText {
  private static final List<String> SYLLABLES =
      List.of(
          "ka", "to", "mi", "ran", "el", "SHO", "ß", "é", "中", "の", "😀", "12", "7", "aa", "aaa",
          "na", "n", "'s", "'", "-", "_");

  /** A single space is drawn more often than the others. */
  private static final String[] GAPS = {
    " ", " ", " ", " ", "  ", "\n", "\n\n", "\t", ". ", ", ", "!\n", "\r\n", " \n ", "\u00a0",
    "\u3000"
  };

  private long state = 1;

  private FormulaText() {}

  static String of(int words) {
    FormulaText formula = new FormulaText();
    StringBuilder text = new StringBuilder();
    for (int word = 0; word < words; word++) {
      int syllables = 1 + formula.draw(4);
      for (int i = 0; i < syllables; i++) {
        text.append(SYLLABLES.get(formula.draw(SYLLABLES.size())));
      }
      text.append(GAPS[formula.draw(GAPS.length)]);
    }
    return text.toString();
  }

  private int draw(int bound) {
    long first = next() % bound;
    return (int) Math.min(first, next() % bound);
  }

  private long next() {
    state = (state * 1103515245 + 12345) % (1L << 31);
    return state >> 8;
  }
}
