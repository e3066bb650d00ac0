package dev.chatwright.tokenizer.template;

/** Which characters are white space to a template, and where it ends. */
final class Characters {
  private Characters() {}

  static boolean isSpace(int codePoint) {
    return (codePoint >= 9 && codePoint <= 13)
        || (codePoint >= 28 && codePoint <= 32)
        || codePoint == 0x85
        || Character.isSpaceChar(codePoint);
  }

  static boolean isLineBreak(int c) {
    return (c >= 10 && c <= 13) || (c >= 28 && c <= 30) || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  /** Returns the first index from {@code from} that is not white space. */
  static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Returns the length of {@code text} without the white space at its end. */
  static int trimEnd(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }
}
