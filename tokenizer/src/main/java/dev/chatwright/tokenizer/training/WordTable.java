package dev.chatwright.tokenizer.training;

import java.util.Arrays;

/**
 * Words and how often each was met; words are bytes, kept one after the other in one array.
 *
 * <p>Open addressing with linear probing. Confined to one thread.
 */
final class WordTable {
  private static final int EMPTY = -1;

  private int[] slots;
  private byte[] bytes = new byte[1 << 16];
  private int[] ends = new int[1 << 10];
  private int[] hashes = new int[1 << 10];
  private long[] counts = new long[1 << 10];
  private int size;

  WordTable() {
    slots = new int[1 << 12];
    Arrays.fill(slots, EMPTY);
  }

  /** Returns the number of different words. */
  int size() {
    return size;
  }

  /** Returns the number of bytes of all different words. */
  int byteSize() {
    return start(size);
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int word) {
    return word == 0 ? 0 : ends[word - 1];
  }

  int end(int word) {
    return ends[word];
  }

  long count(int word) {
    return counts[word];
  }

  /** Counts a word so many times more. */
  void add(byte[] text, int from, int to, long times) {
    add(text, from, to, hash(text, from, to), times);
  }

  /** As above, for a word whose {@link #hash} is known. */
  void add(byte[] text, int from, int to, int hash, long times) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != EMPTY) {
      int word = slots[slot];
      if (hashes[word] == hash && Arrays.equals(bytes, start(word), ends[word], text, from, to)) {
        counts[word] += times;
        return;
      }
      slot = slot + 1 & mask;
    }
    slots[slot] = size;
    append(text, from, to, hash, times);
    if (size * 2 > slots.length) {
      grow();
    }
  }

  private void append(byte[] text, int from, int to, int hash, long times) {
    int start = byteSize();
    int length = to - from;
    if (start + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, start + length));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    System.arraycopy(text, from, bytes, start, length);
    ends[size] = start + length;
    hashes[size] = hash;
    counts[size++] = times;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    Arrays.fill(slots, EMPTY);
    int mask = slots.length - 1;
    for (int word = 0; word < size; word++) {
      int slot = hashes[word] & mask;
      while (slots[slot] != EMPTY) {
        slot = slot + 1 & mask;
      }
      slots[slot] = word;
    }
  }

  /** Counts all words of another table. */
  void addAll(WordTable other) {
    for (int word = 0; word < other.size; word++) {
      add(other.bytes, other.start(word), other.ends[word], other.hashes[word], other.counts[word]);
    }
  }

  /** Returns the words that were met at least so often. */
  WordTable atLeast(long count) {
    WordTable kept = new WordTable();
    for (int word = 0; word < size; word++) {
      if (counts[word] >= count) {
        kept.add(bytes, start(word), ends[word], hashes[word], counts[word]);
      }
    }
    return kept;
  }

  static int hash(byte[] text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + text[i];
    }
    return mixed(hash);
  }

  /** Spreads a sum of bytes, each times a power of 31, over all bits. */
  static int mixed(int sum) {
    int mixed = sum * 0x9E3779B9;
    return mixed ^ mixed >>> 15;
  }
}
