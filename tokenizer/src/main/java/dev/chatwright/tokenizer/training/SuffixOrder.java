package dev.chatwright.tokenizer.training;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places of all word parts, in the order of the bytes from each to the end of its part: a
 * suffix array, of which no more than the length of a part need be compared.
 *
 * <p>Sorted by first byte, then each of these groups by multikey quicksort (Bentley and Sedgewick,
 * "Fast algorithms for sorting and searching strings", 1997). Places with the same bytes are in no
 * particular order. Immutable once made.
 */
final class SuffixOrder {
  private static final int FIRSTS = 256;
  private static final int FEW = 12;

  private final byte[] bytes;
  private final byte[] rooms;
  private final int[] places;

  SuffixOrder(WordParts parts, Workers workers) throws IOException, InterruptedException {
    bytes = parts.bytes();
    rooms = new byte[bytes.length];
    places = new int[bytes.length];
    for (int part = 0; part < parts.size(); part++) {
      for (int i = parts.start(part); i < parts.end(part); i++) {
        rooms[i] = (byte) (parts.end(part) - i);
      }
    }
    int[] starts = groups();
    AtomicInteger next = new AtomicInteger();
    workers.run(
        _ -> {
          for (int first = next.getAndIncrement(); first < FIRSTS; first = next.getAndIncrement()) {
            sort(starts[first], starts[first + 1], 1);
          }
        });
  }

  int size() {
    return places.length;
  }

  int place(int rank) {
    return places[rank];
  }

  /** Returns how many bytes there are from a place to the end of its part. */
  int room(int place) {
    return rooms[place];
  }

  /** Returns how many bytes the suffix of a rank has in common with the one before it. */
  int common(int rank) {
    int a = places[rank - 1];
    int b = places[rank];
    int most = Math.min(rooms[a], rooms[b]);
    int length = 0;
    while (length < most && bytes[a + length] == bytes[b + length]) {
      length++;
    }
    return length;
  }

  private int[] groups() {
    int[] starts = new int[FIRSTS + 1];
    for (byte value : bytes) {
      starts[(value & 0xFF) + 1]++;
    }
    for (int first = 0; first < FIRSTS; first++) {
      starts[first + 1] += starts[first];
    }
    int[] next = starts.clone();
    for (int place = 0; place < bytes.length; place++) {
      places[next[bytes[place] & 0xFF]++] = place;
    }
    return starts;
  }

  private int letter(int place, int depth) {
    return depth < rooms[place] ? bytes[place + depth] & 0xFF : -1;
  }

  /** Sorts suffixes that agree in their first bytes. */
  private void sort(int from, int to, int depth) {
    if (to - from <= FEW) {
      insert(from, to, depth);
      return;
    }
    int pivot = middle(from, to, depth);
    int less = from;
    int more = to;
    for (int i = from; i < more; ) {
      int letter = letter(places[i], depth);
      if (letter < pivot) {
        swap(less++, i++);
      } else if (letter > pivot) {
        swap(i, --more);
      } else {
        i++;
      }
    }
    sort(from, less, depth);
    if (pivot >= 0) {
      sort(less, more, depth + 1);
    }
    sort(more, to, depth);
  }

  private int middle(int from, int to, int depth) {
    int a = letter(places[from], depth);
    int b = letter(places[(from + to) >>> 1], depth);
    int c = letter(places[to - 1], depth);
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  private void insert(int from, int to, int depth) {
    for (int i = from + 1; i < to; i++) {
      int place = places[i];
      int hole = i;
      while (hole > from && isLess(place, places[hole - 1], depth)) {
        places[hole] = places[hole - 1];
        hole--;
      }
      places[hole] = place;
    }
  }

  private boolean isLess(int a, int b, int from) {
    for (int depth = from; ; depth++) {
      int ofA = letter(a, depth);
      int ofB = letter(b, depth);
      if (ofA != ofB || ofA < 0) {
        return ofA < ofB;
      }
    }
  }

  private void swap(int i, int j) {
    int place = places[i];
    places[i] = places[j];
    places[j] = place;
  }
}
