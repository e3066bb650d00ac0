package dev.chatwright.tokenizer;

/**
 * Cuts text the way of GPT-2 or of Llama 3, by hand and in one pass.
 *
 * <p>Both know contractions, runs of letters, of numbers and of other signs, and white space of
 * which the last goes with the word after it. GPT-2 lets a space lead any run; Llama 3 lets any
 * sign lead letters, nothing lead numbers, bounds the length of numbers, and ends signs and spaces
 * at line breaks. Immutable.
 */
final class WordScanner implements PreTokenizer {
  private final boolean gpt2;
  private final int longestNumber;

  private WordScanner(boolean gpt2, int longestNumber) {
    this.gpt2 = gpt2;
    this.longestNumber = longestNumber;
  }

  static WordScanner gpt2() {
    return new WordScanner(true, Integer.MAX_VALUE);
  }

  /**
   * Returns a scanner in Llama 3's way.
   *
   * @param longestNumber how many digits go together
   */
  static WordScanner llama3(int longestNumber) {
    return new WordScanner(false, longestNumber);
  }

  @Override
  public void split(String text, int from, int to, int source, Words words) {
    int at = from;
    while (at < to) {
      int end = gpt2 ? gpt2End(text, at, to) : llama3End(text, at, to);
      words.word(text, at, end, source + at - from);
      at = end;
    }
  }

  private static int gpt2End(String text, int at, int to) {
    int contraction = contractionEnd(text, at, to, false);
    if (contraction > at) {
      return contraction;
    }
    int start = text.charAt(at) == ' ' && at + 1 < to ? at + 1 : at;
    int kind = kind(text, start, to);
    if (kind == Letters.SPACE || kind == Letters.NEWLINE) {
      return spaceEnd(text, at, to);
    }
    return runEnd(text, start, to, kind, Integer.MAX_VALUE);
  }

  private int llama3End(String text, int at, int to) {
    int contraction = contractionEnd(text, at, to, true);
    if (contraction > at) {
      return contraction;
    }
    int kind = kind(text, at, to);
    if (kind == Letters.LETTER) {
      return runEnd(text, at, to, kind, Integer.MAX_VALUE);
    }
    if (kind == Letters.NUMBER) {
      return runEnd(text, at, to, kind, longestNumber);
    }
    int second = at + width(text, at, to);
    int secondKind = second < to ? kind(text, second, to) : Letters.SPACE;
    if (kind != Letters.NEWLINE && secondKind == Letters.LETTER) {
      return runEnd(text, second, to, secondKind, Integer.MAX_VALUE);
    }
    if (kind == Letters.OTHER) {
      return signsEnd(text, at, to);
    }
    if (text.charAt(at) == ' ' && secondKind == Letters.OTHER) {
      return signsEnd(text, second, to);
    }
    return lineEnd(text, at, to);
  }

  private static int signsEnd(String text, int at, int to) {
    int end = runEnd(text, at, to, Letters.OTHER, Integer.MAX_VALUE);
    while (end < to && Letters.kind(text.charAt(end)) == Letters.NEWLINE) {
      end++;
    }
    return end;
  }

  /** White space up to and with its last line break, else as {@link #spaceEnd}. */
  private static int lineEnd(String text, int at, int to) {
    int end = at;
    int afterBreak = -1;
    while (end < to && Letters.isWhiteSpace(text.charAt(end))) {
      if (Letters.kind(text.charAt(end++)) == Letters.NEWLINE) {
        afterBreak = end;
      }
    }
    return afterBreak >= 0 ? afterBreak : allButLast(at, end, to);
  }

  private static int spaceEnd(String text, int at, int to) {
    int end = at;
    while (end < to && Letters.isWhiteSpace(text.charAt(end))) {
      end++;
    }
    return allButLast(at, end, to);
  }

  /** White space before a word leaves its last character to that word, if it has another. */
  private static int allButLast(int at, int end, int to) {
    return end < to && end - at > 1 ? end - 1 : end;
  }

  private static int runEnd(String text, int at, int to, int kind, int limit) {
    int end = at;
    int left = limit;
    while (left > 0 && end < to && Letters.isLatin(text.charAt(end), kind)) {
      end++;
      left--;
    }
    while (left > 0 && end < to && kind(text, end, to) == kind) {
      end += width(text, end, to);
      left--;
    }
    return end;
  }

  private static int contractionEnd(String text, int at, int to, boolean anyCase) {
    if (text.charAt(at) != '\'' || at + 1 >= to) {
      return at;
    }
    int first = letter(text, at + 1, anyCase);
    if (first == 's' || first == 't' || first == 'm' || first == 'd') {
      return at + 2;
    }
    if (at + 2 >= to) {
      return at;
    }
    int second = letter(text, at + 2, anyCase);
    boolean two =
        (first == 'r' && second == 'e')
            || (first == 'v' && second == 'e')
            || (first == 'l' && second == 'l');
    return two ? at + 3 : at;
  }

  private static int letter(String text, int at, boolean anyCase) {
    char letter = text.charAt(at);
    if (!anyCase) {
      return letter;
    }
    // The long s folds to s in patterns that ignore case.
    return letter == '\u017F' ? 's' : letter < 128 ? letter | 0x20 : letter;
  }

  private static int kind(String text, int at, int to) {
    char unit = text.charAt(at);
    return Letters.kind(Character.isHighSurrogate(unit) ? codePoint(text, at, to) : unit);
  }

  private static int codePoint(String text, int at, int to) {
    return width(text, at, to) == 2
        ? Character.toCodePoint(text.charAt(at), text.charAt(at + 1))
        : text.charAt(at);
  }

  private static int width(String text, int at, int to) {
    return Character.isHighSurrogate(text.charAt(at))
            && at + 1 < to
            && Character.isLowSurrogate(text.charAt(at + 1))
        ? 2
        : 1;
  }
}
