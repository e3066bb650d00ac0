package dev.chatwright.tokenizer;

import java.util.Arrays;

/**
 * The 256 printable letters in which byte-level vocabularies spell bytes.
 *
 * <p>Bytes that print in Latin-1 stand for themselves; the others, in order, are U+0100 and up.
 */
public final class ByteAlphabet {
  private static final char[] LETTERS = new char[256];
  private static final short[] BYTES = new short[0x180];

  static {
    Arrays.fill(BYTES, (short) -1);
    char next = 0x100;
    for (int value = 0; value < 256; value++) {
      LETTERS[value] = prints(value) ? (char) value : next++;
      BYTES[LETTERS[value]] = (short) value;
    }
  }

  private ByteAlphabet() {}

  private static boolean prints(int value) {
    return (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
  }

  /** Returns the letter of a byte, from 0 to 255. */
  public static char letter(int value) {
    return LETTERS[value];
  }

  /** Returns the byte of a letter, or -1 when it is none of the 256. */
  static int valueOf(char letter) {
    return letter < BYTES.length ? BYTES[letter] : -1;
  }

  /** Returns the bytes that letters spell; letters outside the alphabet stand for themselves. */
  static byte[] bytes(String letters) {
    byte[] bytes = new byte[letters.length()];
    for (int i = 0; i < bytes.length; i++) {
      int value = valueOf(letters.charAt(i));
      if (value < 0) {
        return Utf8.bytes(letters);
      }
      bytes[i] = (byte) value;
    }
    return bytes;
  }

  /** Returns whether letters spell bytes. */
  static boolean spells(String letters) {
    return letters.chars().allMatch(letter -> valueOf((char) letter) >= 0);
  }
}
