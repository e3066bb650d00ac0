package dev.chatwright.tokenizer.training;

/**
 * Finds where a stretch of text may be cut in two without changing its words.
 *
 * <p>In every {@link dev.chatwright.tokenizer.WordPattern} a space after a letter or digit begins a
 * word, and a single line break ends one before a letter or digit.
 */
final class BlockEnd {
  private BlockEnd() {}

  /**
   * Returns how many of the bytes make the block.
   *
   * @param bytes text that goes on after its end
   * @return the last safe place, or where there is none the last border between characters
   */
  static int find(byte[] bytes, int length) {
    for (int at = length - 1; at > 1; at--) {
      if (isSpaceAfterWord(bytes, at) || isAfterLineBreak(bytes, at)) {
        return at;
      }
    }
    return characterBorder(bytes, length);
  }

  private static boolean isSpaceAfterWord(byte[] bytes, int at) {
    return bytes[at] == ' ' && isAsciiWord(bytes[at - 1]);
  }

  private static boolean isAfterLineBreak(byte[] bytes, int at) {
    if (bytes[at - 1] != '\n') {
      return false;
    }
    return isVisible(codePointBefore(bytes, at - 1)) && isWord(codePointAt(bytes, at));
  }

  private static boolean isAsciiWord(byte value) {
    return value > ' ' && Character.isLetterOrDigit(value);
  }

  private static boolean isWord(int codePoint) {
    return codePoint > 0 && Character.isLetterOrDigit(codePoint);
  }

  private static boolean isVisible(int codePoint) {
    return codePoint > 0
        && !Character.isWhitespace(codePoint)
        && !Character.isSpaceChar(codePoint)
        && !Character.isISOControl(codePoint);
  }

  private static int codePointBefore(byte[] bytes, int end) {
    int start = end - 1;
    while (start > 0 && end - start < 4 && isContinuation(bytes[start])) {
      start--;
    }
    return codePointAt(bytes, start);
  }

  /** Returns the character at a place; -1 where there is none that ends within the bytes. */
  private static int codePointAt(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    if (first < 0x80) {
      return first;
    }
    int width = first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (width == 0 || at + width > bytes.length) {
      return -1;
    }
    int codePoint = first & (0x7F >> width);
    for (int i = 1; i < width; i++) {
      codePoint = (codePoint << 6) | (bytes[at + i] & 0x3F);
    }
    return codePoint <= Character.MAX_CODE_POINT ? codePoint : -1;
  }

  private static boolean isContinuation(byte value) {
    return (value & 0xC0) == 0x80;
  }

  private static int characterBorder(byte[] bytes, int length) {
    int at = length - 1;
    while (at > length - 4 && isContinuation(bytes[at])) {
      at--;
    }
    return at > 0 ? at : length;
  }
}
