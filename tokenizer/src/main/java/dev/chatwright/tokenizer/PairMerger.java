package dev.chatwright.tokenizer;

import java.util.Arrays;

/**
 * Merges the symbols of a word, best pair first and leftmost among equals.
 *
 * <p>Short words are searched for their best pair again and again; long ones keep a heap, so that
 * the work is n log n. The caller fills the symbols, then reads what is left. Confined to one
 * thread.
 */
final class PairMerger {
  private static final int SHORT = 40;

  private int[] tokens = new int[64];
  private int[] starts = new int[65];
  private int count;

  private long[] pairs = new long[64];
  private int[] previous = new int[0];
  private int[] next = new int[0];
  private final LongHeap heap = new LongHeap();

  void clear() {
    count = 0;
  }

  /** Appends a symbol; the token is -1 when the vocabulary has none for it. */
  void add(int token, int start) {
    if (count == tokens.length) {
      tokens = Arrays.copyOf(tokens, count * 2);
      starts = Arrays.copyOf(starts, count * 2 + 1);
    }
    tokens[count] = token;
    starts[count++] = start;
  }

  int count() {
    return count;
  }

  int token(int index) {
    return tokens[index];
  }

  int start(int index) {
    return starts[index];
  }

  /** Returns where a symbol ends. */
  int end(int index) {
    return starts[index + 1];
  }

  /** Merges all that can be merged. */
  void merge(MergeTable table, byte[] text, int length) {
    starts[count] = length;
    if (pairs.length < count) {
      pairs = new long[tokens.length];
    }
    if (count <= SHORT) {
      mergeShort(table, text);
    } else {
      mergeLong(table, text);
    }
  }

  private void mergeShort(MergeTable table, byte[] text) {
    for (int i = 0; i + 1 < count; i++) {
      pairs[i] = find(table, text, i);
    }
    while (true) {
      int best = bestPair();
      if (best < 0) {
        return;
      }
      tokens[best] = (int) pairs[best];
      remove(best + 1);
      if (best > 0) {
        pairs[best - 1] = find(table, text, best - 1);
      }
      if (best + 1 < count) {
        pairs[best] = find(table, text, best);
      }
    }
  }

  private long find(MergeTable table, byte[] text, int i) {
    return table.find(tokens[i], tokens[i + 1], text, starts[i], starts[i + 2]);
  }

  private int bestPair() {
    int best = -1;
    long bestRank = MergeTable.NONE >>> 32;
    for (int i = 0; i + 1 < count; i++) {
      long rank = pairs[i] >>> 32;
      if (rank < bestRank) {
        bestRank = rank;
        best = i;
      }
    }
    return best;
  }

  private void remove(int index) {
    int moved = count - index - 1;
    System.arraycopy(tokens, index + 1, tokens, index, moved);
    System.arraycopy(starts, index + 1, starts, index, moved + 1);
    System.arraycopy(pairs, index, pairs, index - 1, moved);
    count--;
  }

  private void mergeLong(MergeTable table, byte[] text) {
    link();
    heap.clear();
    for (int i = 0; i + 1 < count; i++) {
      offer(table, text, i);
    }
    pairs[count - 1] = MergeTable.NONE;
    while (!heap.isEmpty()) {
      long candidate = heap.poll();
      int left = (int) candidate;
      // A pair whose left symbol has merged since is found under another rank, or is gone.
      if (pairs[left] != MergeTable.NONE && pairs[left] >>> 32 == candidate >>> 32) {
        join(table, text, left);
      }
    }
    compact();
  }

  private void link() {
    if (next.length < count) {
      next = new int[tokens.length];
      previous = new int[tokens.length];
    }
    for (int i = 0; i < count; i++) {
      next[i] = i + 1;
      previous[i] = i - 1;
    }
  }

  private void offer(MergeTable table, byte[] text, int left) {
    int right = next[left];
    int end = next[right] < count ? starts[next[right]] : starts[count];
    pairs[left] = table.find(tokens[left], tokens[right], text, starts[left], end);
    if (pairs[left] != MergeTable.NONE) {
      heap.add((pairs[left] & 0xFFFF_FFFF_0000_0000L) | left);
    }
  }

  private void join(MergeTable table, byte[] text, int left) {
    int right = next[left];
    tokens[left] = (int) pairs[left];
    pairs[left] = MergeTable.NONE;
    pairs[right] = MergeTable.NONE;
    next[left] = next[right];
    if (next[left] < count) {
      previous[next[left]] = left;
      offer(table, text, left);
    }
    if (previous[left] >= 0) {
      offer(table, text, previous[left]);
    }
  }

  private void compact() {
    int kept = 0;
    int end = starts[count];
    for (int i = 0; i < count; i = next[i]) {
      tokens[kept] = tokens[i];
      starts[kept++] = starts[i];
    }
    count = kept;
    starts[count] = end;
  }
}
