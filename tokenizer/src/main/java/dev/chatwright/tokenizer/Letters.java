package dev.chatwright.tokenizer;

/** What kind of character a code point is, as the patterns of pre-tokenizers tell them apart. */
final class Letters {
  static final int OTHER = 0;
  static final int LETTER = 1;
  static final int NUMBER = 2;
  static final int SPACE = 3;
  static final int NEWLINE = 4;

  private static final byte[] LATIN = new byte[256];

  static {
    for (int i = 0; i < LATIN.length; i++) {
      LATIN[i] = (byte) slowKind(i);
    }
  }

  private Letters() {}

  /** Returns the kind of a code point. */
  static int kind(int codePoint) {
    return codePoint < LATIN.length ? LATIN[codePoint] : slowKind(codePoint);
  }

  /** Returns whether a unit of text is a letter below 256 of a kind. */
  static boolean isLatin(char unit, int kind) {
    return unit < LATIN.length && LATIN[unit] == kind;
  }

  private static int slowKind(int codePoint) {
    if (codePoint == '\r' || codePoint == '\n') {
      return NEWLINE;
    }
    if (isWhiteSpace(codePoint)) {
      return SPACE;
    }
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER ->
          LETTER;
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
          NUMBER;
      default -> OTHER;
    };
  }

  /** Returns whether a code point is white space to Unicode. */
  static boolean isWhiteSpace(int codePoint) {
    return (codePoint >= '\t' && codePoint <= '\r')
        || codePoint == ' '
        || codePoint == 0x85
        || codePoint == 0xA0
        || (codePoint >= 0x1680 && isWideSpace(codePoint));
  }

  private static boolean isWideSpace(int codePoint) {
    return codePoint == 0x1680
        || (codePoint >= 0x2000 && codePoint <= 0x200A)
        || codePoint == 0x2028
        || codePoint == 0x2029
        || codePoint == 0x202F
        || codePoint == 0x205F
        || codePoint == 0x3000;
  }

  /** Returns whether a code point is punctuation to Unicode or an ASCII symbol. */
  static boolean isPunctuation(int codePoint) {
    if (codePoint < 128) {
      return codePoint > ' ' && codePoint < 127 && !Character.isLetterOrDigit(codePoint);
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }
}
