package dev.chatwright.training.data;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Numbers with an int each, in a table of open addressing. Any number of threads may find while
 * none puts.
 */
final class LongTable {
  private static final int ABSENT = -1;

  private long[] keys;
  private int[] values;
  private int size;

  LongTable(int expected) {
    int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, expected)) * 4);
    keys = new long[capacity];
    values = new int[capacity];
    Arrays.fill(values, ABSENT);
  }

  int size() {
    return size;
  }

  /** Returns what the number has. */
  OptionalInt find(long key) {
    int value = values[slot(key)];
    return value == ABSENT ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /** Returns what the number has, or gives it {@code value}, not negative, and returns that. */
  int putIfAbsent(long key, int value) {
    int slot = slot(key);
    if (values[slot] != ABSENT) {
      return values[slot];
    }
    keys[slot] = key;
    values[slot] = value;
    size++;
    if (2 * size > keys.length) {
      grow();
    }
    return value;
  }

  private int slot(long key) {
    int slot = (int) Hashing.mix(key) & (keys.length - 1);
    while (values[slot] != ABSENT && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new int[keys.length];
    Arrays.fill(values, ABSENT);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != ABSENT) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
