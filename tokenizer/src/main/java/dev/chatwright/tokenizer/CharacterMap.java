package dev.chatwright.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * SentencePiece's compiled normalization rules: a double-array trie from what is rewritten to what
 * is written instead. Immutable.
 *
 * <p>A unit of the trie holds a label in bits 0 to 7, whether a value hangs below in bit 8, whether
 * the offset is shifted by eight in bit 9, and the offset from bit 10 on.
 */
final class CharacterMap implements Normalizer {
  private static final int HEADER = 4;

  private final int[] units;
  private final byte[] texts;

  /**
   * Reads rules.
   *
   * @param bytes the length of the trie in bytes, the trie, and texts that each end in zero
   * @throws TokenizerException when the lengths do not agree
   */
  CharacterMap(byte[] bytes) {
    if (bytes.length < HEADER) {
      throw new TokenizerException(
          "compiled normalization rules of %d bytes, expected at least 4".formatted(bytes.length));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = buffer.getInt();
    if (length < 4 || length % 4 != 0 || length > bytes.length - HEADER) {
      throw new TokenizerException(
          "compiled normalization rules say %d bytes of trie, expected a multiple of 4 up to %d"
              .formatted(length, bytes.length - HEADER));
    }
    units = new int[length / 4];
    buffer.asIntBuffer().get(units);
    texts = Arrays.copyOfRange(bytes, HEADER + length, bytes.length);
  }

  @Override
  public String apply(String text) {
    byte[] bytes = Utf8.bytes(text);
    StringBuilder rewritten = new StringBuilder(text.length());
    int at = 0;
    while (at < bytes.length) {
      long match = longest(bytes, at);
      int length = (int) (match >>> 32);
      if (length > 0) {
        rewritten.append(textAt((int) match));
      } else {
        length = Utf8.length(bytes[at]);
        rewritten.append(new String(bytes, at, length, StandardCharsets.UTF_8));
      }
      at += length;
    }
    return rewritten.toString();
  }

  /** Returns {@code length << 32 | offset} of the longest rule that begins here, or 0. */
  private long longest(byte[] bytes, int from) {
    long found = 0;
    int node = offset(units[0]);
    for (int at = from; at < bytes.length; at++) {
      int label = bytes[at] & 0xFF;
      node ^= label;
      if (node >= units.length || (units[node] & 0x800000FF) != label) {
        break;
      }
      boolean hasValue = (units[node] >>> 8 & 1) == 1;
      node ^= offset(units[node]);
      if (hasValue && node < units.length) {
        found = ((long) (at - from + 1) << 32) | (units[node] & 0x7FFFFFFF);
      }
    }
    return found;
  }

  private static int offset(int unit) {
    return unit >>> 10 << ((unit & 1 << 9) >>> 6);
  }

  private String textAt(int offset) {
    int end = Math.min(offset, texts.length);
    int start = end;
    while (end < texts.length && texts[end] != 0) {
      end++;
    }
    return new String(texts, start, end - start, StandardCharsets.UTF_8);
  }
}
