package dev.chatwright.tokenizer;

/**
 * Bytes to text, piece by piece: half a character is held back until the rest arrives.
 *
 * <p>Each maximal part of a broken sequence becomes one U+FFFD, as the Unicode standard recommends.
 * Confined to one thread.
 */
public final class IncrementalUtf8Decoder {
  private static final char REPLACEMENT = '\uFFFD';

  private int codePoint;
  private int missing;
  private int lowest = 0x80;
  private int highest = 0xBF;

  /** Creates a decoder at the start of a text. */
  public IncrementalUtf8Decoder() {}

  /**
   * Takes bytes and returns the text that is complete with them.
   *
   * @param bytes the next bytes of the text
   */
  public String append(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte value : bytes) {
      accept(value & 0xFF, text);
    }
    return text.toString();
  }

  /** Ends the text and returns U+FFFD when half a character was held back, else nothing. */
  public String finish() {
    boolean broken = missing > 0;
    reset();
    return broken ? String.valueOf(REPLACEMENT) : "";
  }

  /** Returns whether half a character is held back. */
  public boolean holdsBack() {
    return missing > 0;
  }

  private void accept(int value, StringBuilder text) {
    if (missing > 0) {
      if (value >= lowest && value <= highest) {
        continueCharacter(value, text);
        return;
      }
      text.append(REPLACEMENT);
      reset();
    }
    begin(value, text);
  }

  private void continueCharacter(int value, StringBuilder text) {
    codePoint = (codePoint << 6) | (value & 0x3F);
    lowest = 0x80;
    highest = 0xBF;
    if (--missing == 0) {
      text.appendCodePoint(codePoint);
    }
  }

  private void begin(int value, StringBuilder text) {
    if (value < 0x80) {
      text.append((char) value);
    } else if (value >= 0xC2 && value <= 0xDF) {
      expect(value & 0x1F, 1, 0x80, 0xBF);
    } else if (value >= 0xE0 && value <= 0xEF) {
      // The bounds shut out overlong forms and surrogates.
      expect(value & 0x0F, 2, value == 0xE0 ? 0xA0 : 0x80, value == 0xED ? 0x9F : 0xBF);
    } else if (value >= 0xF0 && value <= 0xF4) {
      // The bounds shut out overlong forms and what lies beyond U+10FFFF.
      expect(value & 0x07, 3, value == 0xF0 ? 0x90 : 0x80, value == 0xF4 ? 0x8F : 0xBF);
    } else {
      text.append(REPLACEMENT);
    }
  }

  private void expect(int bits, int bytes, int from, int to) {
    codePoint = bits;
    missing = bytes;
    lowest = from;
    highest = to;
  }

  private void reset() {
    missing = 0;
    lowest = 0x80;
    highest = 0xBF;
  }
}
