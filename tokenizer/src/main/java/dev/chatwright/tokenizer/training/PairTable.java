package dev.chatwright.tokenizer.training;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of tokens, how often each stands in the text, and where it came to stand lately.
 *
 * <p>A pair is a number from 0 in the order of being found. Open addressing with linear probing.
 * Confined to one thread.
 */
final class PairTable {
  private static final int EMPTY = -1;

  private int[] slots = new int[1 << 16];
  private long[] keys = new long[1 << 12];
  private long[] counts = new long[1 << 12];
  private @Nullable PlaceList[] places = new @Nullable PlaceList[1 << 12];
  private int size;

  PairTable() {
    Arrays.fill(slots, EMPTY);
  }

  /** Returns the number of a pair, a new one where it has none. */
  int find(int left, int right) {
    long key = ((long) left << 32) | right;
    int mask = slots.length - 1;
    int slot = hash(key) & mask;
    while (slots[slot] != EMPTY) {
      if (keys[slots[slot]] == key) {
        return slots[slot];
      }
      slot = slot + 1 & mask;
    }
    slots[slot] = size;
    return append(key);
  }

  private int append(long key) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
      places = Arrays.copyOf(places, size * 2);
    }
    keys[size++] = key;
    if (size * 2 > slots.length) {
      grow();
    }
    return size - 1;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    Arrays.fill(slots, EMPTY);
    int mask = slots.length - 1;
    for (int pair = 0; pair < size; pair++) {
      int slot = hash(keys[pair]) & mask;
      while (slots[slot] != EMPTY) {
        slot = slot + 1 & mask;
      }
      slots[slot] = pair;
    }
  }

  private static int hash(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ mixed >>> 32);
  }

  int left(int pair) {
    return (int) (keys[pair] >>> 32);
  }

  int right(int pair) {
    return (int) keys[pair];
  }

  /** Returns both tokens as one number, which sorts by the left one first. */
  long key(int pair) {
    return keys[pair];
  }

  long count(int pair) {
    return counts[pair];
  }

  void change(int pair, long by) {
    counts[pair] += by;
  }

  /** Returns where the pair came to stand since this was asked last. */
  PlaceList takePlaces(int pair) {
    PlaceList taken = places[pair];
    places[pair] = null;
    return taken == null ? new PlaceList(1) : taken;
  }

  /** Notes a place; returns whether it is the first since they were taken. */
  boolean addPlace(int pair, int place, int expected) {
    PlaceList list = places[pair];
    boolean first = list == null;
    if (list == null) {
      list = new PlaceList(expected);
      places[pair] = list;
    }
    list.add(place);
    return first;
  }
}
