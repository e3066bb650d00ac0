package dev.chatwright.tokenizer.training;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pairs with the places where they stand, of which the most frequent is at hand; of equally
 * frequent ones that with the smaller tokens, the left one first.
 *
 * <p>A binary heap. Confined to one thread.
 */
final class PairQueue {
  private long[] counts = new long[1024];
  private long[] keys = new long[1024];
  private int[] pairs = new int[1024];
  private @Nullable PlaceList[] places = new @Nullable PlaceList[1024];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** Returns how often the first was thought to stand when it was added or corrected. */
  long count() {
    return counts[0];
  }

  /** Returns the number of the first pair. */
  int pair() {
    return pairs[0];
  }

  void add(long count, long key, int pair, PlaceList where) {
    if (size == counts.length) {
      counts = Arrays.copyOf(counts, size * 2);
      keys = Arrays.copyOf(keys, size * 2);
      pairs = Arrays.copyOf(pairs, size * 2);
      places = Arrays.copyOf(places, size * 2);
    }
    int hole = size++;
    while (hole > 0 && isBefore(count, key, (hole - 1) >>> 1)) {
      move((hole - 1) >>> 1, hole);
      hole = (hole - 1) >>> 1;
    }
    put(hole, count, key, pair, where);
  }

  /** Takes the first out and returns where it stands. */
  PlaceList poll() {
    PlaceList taken = placesAt(0);
    size--;
    if (size > 0) {
      sink(counts[size], keys[size], pairs[size], placesAt(size));
    }
    places[size] = null;
    return taken;
  }

  /** Sets how often the first stands, which may make another the first. */
  void correct(long count) {
    sink(count, keys[0], pairs[0], placesAt(0));
  }

  private PlaceList placesAt(int index) {
    PlaceList list = places[index];
    return list == null ? new PlaceList(1) : list;
  }

  /** Puts an entry where it belongs below the root, which is free. */
  private void sink(long count, long key, int pair, PlaceList where) {
    int hole = 0;
    for (int child = first(hole); child >= 0 && !isBefore(count, key, child); ) {
      move(child, hole);
      hole = child;
      child = first(hole);
    }
    put(hole, count, key, pair, where);
  }

  /** Returns that child which comes first, or -1 when there is none. */
  private int first(int parent) {
    int left = 2 * parent + 1;
    if (left >= size) {
      return -1;
    }
    int right = left + 1;
    return right < size && isBefore(counts[right], keys[right], left) ? right : left;
  }

  private boolean isBefore(long count, long key, int other) {
    return count > counts[other] || (count == counts[other] && key < keys[other]);
  }

  private void move(int from, int to) {
    counts[to] = counts[from];
    keys[to] = keys[from];
    pairs[to] = pairs[from];
    places[to] = places[from];
  }

  private void put(int index, long count, long key, int pair, PlaceList where) {
    counts[index] = count;
    keys[index] = key;
    pairs[index] = pair;
    places[index] = where;
  }
}
