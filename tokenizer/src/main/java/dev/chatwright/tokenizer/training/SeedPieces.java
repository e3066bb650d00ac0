package dev.chatwright.tokenizer.training;

import java.util.Arrays;

/**
 * The substrings that cover most of the text, to begin with: those whose frequency times length is
 * greatest. Confined to one thread.
 *
 * <p>Of substrings that stand at the same places only the longest counts: the inner nodes of the
 * tree of all suffixes, which the suffix array gives in one pass with a stack, and the ends of
 * words. Each word counts as often as it was met.
 */
final class SeedPieces {
  /** The most bytes of a token, a space and 23 letters say. */
  private static final int LONGEST = 24;

  private final SuffixOrder order;
  private final long[] weightBefore;
  private final int[] depths = new int[WordParts.LONGEST + 2];
  private final int[] firsts = new int[WordParts.LONGEST + 2];
  private int open;
  private int[] places = new int[1 << 12];
  private byte[] lengths = new byte[1 << 12];
  private long[] weights = new long[1 << 12];
  private int size;

  private SeedPieces(WordParts parts, SuffixOrder order) {
    this.order = order;
    long[] countAt = new long[order.size()];
    for (int part = 0; part < parts.size(); part++) {
      Arrays.fill(countAt, parts.start(part), parts.end(part), parts.count(part));
    }
    weightBefore = new long[order.size() + 1];
    for (int rank = 0; rank < order.size(); rank++) {
      weightBefore[rank + 1] = weightBefore[rank] + countAt[order.place(rank)];
    }
  }

  /**
   * Returns the best substrings of two bytes or more, in the order of their bytes.
   *
   * @param most how many at most
   */
  static PieceList of(WordParts parts, SuffixOrder order, int most) {
    SeedPieces seeds = new SeedPieces(parts, order);
    seeds.collect();
    return seeds.best(parts.bytes(), most);
  }

  private void collect() {
    int before = 0;
    for (int rank = 0; rank < order.size(); rank++) {
      int common = rank + 1 < order.size() ? Math.min(LONGEST, order.common(rank + 1)) : 0;
      int room = Math.min(LONGEST, order.room(order.place(rank)));
      if (room > Math.max(before, common)) {
        offer(rank, room, weightBefore[rank + 1] - weightBefore[rank]);
      }
      int first = rank;
      while (open > 0 && depths[open - 1] > common) {
        first = firsts[--open];
        offer(first, depths[open], weightBefore[rank + 1] - weightBefore[first]);
      }
      if (common > 0 && (open == 0 || depths[open - 1] < common)) {
        depths[open] = common;
        firsts[open++] = first;
      }
      before = common;
    }
  }

  private void offer(int rank, int length, long weight) {
    if (length < 2 || weight < 2) {
      return;
    }
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
      lengths = Arrays.copyOf(lengths, size * 2);
      weights = Arrays.copyOf(weights, size * 2);
    }
    places[size] = order.place(rank);
    lengths[size] = (byte) length;
    weights[size++] = weight;
  }

  private long score(int index) {
    return weights[index] * lengths[index];
  }

  /** Of those whose score is just enough, the first ones found are taken. */
  private PieceList best(byte[] bytes, int most) {
    long[] scores = new long[size];
    for (int i = 0; i < size; i++) {
      scores[i] = score(i);
    }
    Arrays.sort(scores);
    long least = size > most ? scores[size - most] : 0;
    int spare = Math.min(size, most) - above(scores, least);
    PieceList pieces = PieceList.ofBytes();
    for (int i = 0; i < size; i++) {
      if (score(i) > least || (score(i) == least && spare-- > 0)) {
        pieces.add(bytes, places[i], places[i] + lengths[i], (double) weights[i]);
      }
    }
    return pieces;
  }

  private static int above(long[] sorted, long least) {
    int count = 0;
    while (count < sorted.length && sorted[sorted.length - 1 - count] > least) {
      count++;
    }
    return count;
  }
}
