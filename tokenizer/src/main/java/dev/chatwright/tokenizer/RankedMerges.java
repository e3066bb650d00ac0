package dev.chatwright.tokenizer;

import java.util.List;

/** Merges given as a list, best first. Immutable once built. */
final class RankedMerges implements MergeTable {
  private final LongIntTable ranks;
  private final int[] merged;

  /**
   * Reads merges.
   *
   * @param merges two tokens each, parted by a space
   * @throws TokenizerException when one names a token that does not exist
   */
  RankedMerges(List<String> merges, Vocabulary vocabulary) {
    ranks = new LongIntTable(merges.size());
    merged = new int[merges.size()];
    for (int rank = 0; rank < merged.length; rank++) {
      add(rank, merges.get(rank), vocabulary);
    }
  }

  private void add(int rank, String merge, Vocabulary vocabulary) {
    // A token may begin with a space of its own, so the first letter is never the parting.
    int space = merge.indexOf(' ', 1);
    if (space < 0 || space == merge.length() - 1) {
      throw new TokenizerException(
          "merge %d is \"%s\", expected two tokens parted by a space".formatted(rank, merge));
    }
    String first = merge.substring(0, space);
    String second = merge.substring(space + 1);
    int left = existing(first, rank, vocabulary);
    int right = existing(second, rank, vocabulary);
    merged[rank] = existing(first.concat(second), rank, vocabulary);
    // Text must never become a control token, whatever the file says.
    if (vocabulary.kind(merged[rank]).spellsText()) {
      ranks.putIfAbsent((long) left << 32 | right, rank);
    }
  }

  private static int existing(String token, int rank, Vocabulary vocabulary) {
    int id = vocabulary.idOf(token);
    if (id < 0) {
      throw new TokenizerException(
          "merge %d needs \"%s\", which is not in the vocabulary".formatted(rank, token));
    }
    return id;
  }

  @Override
  public long find(int left, int right, byte[] text, int from, int to) {
    if (left < 0 || right < 0) {
      return NONE;
    }
    int rank = ranks.get((long) left << 32 | right);
    return rank < 0 ? NONE : (long) rank << 32 | merged[rank];
  }
}
