package dev.chatwright.tokenizer.training;

import java.util.Arrays;

/**
 * Words as the unigram trainer takes them: bytes one after the other, long words in parts.
 * Immutable once made.
 *
 * <p>Parts are short so that the probability of one can be computed without logarithms and without
 * becoming 0; a token is never longer.
 */
final class WordParts {
  /** The most bytes of a part; few words have more. */
  static final int LONGEST = 32;

  private final byte[] bytes;
  private final long[] counts;
  private int[] ends;
  private int size;

  WordParts(WordTable words) {
    bytes = Arrays.copyOf(words.bytes(), words.byteSize());
    ends = new int[words.size() + bytes.length / (LONGEST - 3) + 1];
    long[] counted = new long[ends.length];
    for (int word = 0; word < words.size(); word++) {
      int at = words.start(word);
      while (at < words.end(word)) {
        at = partEnd(at, words.end(word));
        counted[size] = words.count(word);
        ends[size++] = at;
      }
    }
    counts = Arrays.copyOf(counted, size);
    ends = Arrays.copyOf(ends, size);
  }

  /** A part ends between characters where it can. */
  private int partEnd(int from, int to) {
    if (to - from <= LONGEST) {
      return to;
    }
    int end = from + LONGEST;
    while (end > from + LONGEST - 3 && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return end;
  }

  int size() {
    return size;
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int part) {
    return part == 0 ? 0 : ends[part - 1];
  }

  int end(int part) {
    return ends[part];
  }

  long count(int part) {
    return counts[part];
  }
}
