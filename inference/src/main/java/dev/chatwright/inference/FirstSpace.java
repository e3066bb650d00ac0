package dev.chatwright.inference;

import java.util.Arrays;

/**
 * The space that some tokenizers spell before every text, taken out of a reply that comes piece by
 * piece.
 *
 * <p>Confined to the engine's thread.
 */
final class FirstSpace {
  private boolean expected;

  /** Creates the filter; without {@code expected} it passes everything on. */
  FirstSpace(boolean expected) {
    this.expected = expected;
  }

  /** Returns the bytes, without the space if these are the first. */
  byte[] without(byte[] bytes) {
    if (!expected || bytes.length == 0) {
      return bytes;
    }
    expected = false;
    return bytes[0] == ' ' ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
