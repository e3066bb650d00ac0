package dev.chatwright.tokenizer;

import java.util.Arrays;

/** UTF-8 as bytes to look at; half a surrogate pair becomes U+FFFD. */
final class Utf8 {
  private Utf8() {}

  /** Returns the bytes of a text. */
  static byte[] bytes(String text) {
    byte[] bytes = new byte[text.length() * 3];
    return Arrays.copyOf(bytes, encode(text, 0, text.length(), bytes));
  }

  /** Writes the bytes of a stretch, at most three for each unit, and returns their number. */
  static int encode(String text, int from, int to, byte[] target) {
    int at = 0;
    for (int i = from; i < to; i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        target[at++] = (byte) unit;
      } else if (unit < 0x800) {
        target[at++] = (byte) (0xC0 | (unit >> 6));
        target[at++] = (byte) (0x80 | (unit & 0x3F));
      } else if (isPair(text, i, to)) {
        at = encodePair(Character.toCodePoint(unit, text.charAt(++i)), target, at);
      } else {
        char whole = Character.isSurrogate(unit) ? '\uFFFD' : unit;
        target[at++] = (byte) (0xE0 | (whole >> 12));
        target[at++] = (byte) (0x80 | ((whole >> 6) & 0x3F));
        target[at++] = (byte) (0x80 | (whole & 0x3F));
      }
    }
    return at;
  }

  private static boolean isPair(String text, int index, int to) {
    return index + 1 < to
        && Character.isHighSurrogate(text.charAt(index))
        && Character.isLowSurrogate(text.charAt(index + 1));
  }

  private static int encodePair(int codePoint, byte[] target, int at) {
    target[at] = (byte) (0xF0 | (codePoint >> 18));
    target[at + 1] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
    target[at + 2] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    target[at + 3] = (byte) (0x80 | (codePoint & 0x3F));
    return at + 4;
  }

  /** Returns the number of bytes of the character that a byte begins. */
  static int length(byte first) {
    int value = first & 0xFF;
    if (value < 0xC0) {
      return 1;
    }
    return value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4;
  }

  /** Returns the number of Java's text units that begin in a stretch of bytes. */
  static int units(byte[] bytes, int from, int to) {
    int units = 0;
    for (int i = from; i < to; i++) {
      int value = bytes[i] & 0xFF;
      if (value < 0x80 || value >= 0xC0) {
        units += value >= 0xF0 ? 2 : 1;
      }
    }
    return units;
  }
}
