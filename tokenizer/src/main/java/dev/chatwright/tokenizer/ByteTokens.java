package dev.chatwright.tokenizer;

import java.util.HexFormat;

/** Spellings such as {@code <0x0A>} that name a byte. */
final class ByteTokens {
  private static final int LENGTH = 6;

  private ByteTokens() {}

  /**
   * Returns the byte that a spelling names.
   *
   * @throws TokenizerException when it names none
   */
  static int namedByte(String text, int token) {
    int value = namedByteOrMinus(text);
    if (value < 0) {
      throw new TokenizerException(
          "token %d is a byte and is spelt \"%s\", expected <0x00> to <0xFF>"
              .formatted(token, text));
    }
    return value;
  }

  /** Returns the byte that a spelling names, or -1. */
  static int namedByteOrMinus(String text) {
    boolean shaped = text.length() == LENGTH && text.startsWith("<0x") && text.endsWith(">");
    if (!shaped || !HexFormat.isHexDigit(text.charAt(3)) || !HexFormat.isHexDigit(text.charAt(4))) {
      return -1;
    }
    return HexFormat.fromHexDigits(text, 3, 5);
  }
}
