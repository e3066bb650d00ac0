package dev.chatwright.tokenizer;

import java.util.List;

/** Merges given as a list, best first. Immutable once built. */
final class RankedMerges implements MergeTable {
  private final Vocabulary vocabulary;
  private final LongIntTable ranks;
  private final int[] merged;

  private RankedMerges(int count, Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.ranks = new LongIntTable(count);
    this.merged = new int[count];
  }

  /**
   * Reads merges that are written in one line each.
   *
   * @param lines two tokens each, parted by a space
   * @throws TokenizerException when one names a token that does not exist
   */
  static RankedMerges ofLines(List<String> lines, Vocabulary vocabulary) {
    RankedMerges merges = new RankedMerges(lines.size(), vocabulary);
    for (int rank = 0; rank < lines.size(); rank++) {
      String line = lines.get(rank);
      // A token may begin with a space of its own, so the first letter is never the parting.
      int space = line.indexOf(' ', 1);
      if (space < 0 || space == line.length() - 1) {
        throw new TokenizerException(
            "merge %d is \"%s\", expected two tokens parted by a space".formatted(rank, line));
      }
      merges.add(rank, line.substring(0, space), line.substring(space + 1));
    }
    return merges;
  }

  /**
   * Reads merges that are written as pairs.
   *
   * @param pairs two tokens each
   * @throws TokenizerException when one names a token that does not exist
   */
  static RankedMerges ofPairs(List<List<String>> pairs, Vocabulary vocabulary) {
    RankedMerges merges = new RankedMerges(pairs.size(), vocabulary);
    for (int rank = 0; rank < pairs.size(); rank++) {
      List<String> pair = pairs.get(rank);
      if (pair.size() != 2) {
        throw new TokenizerException(
            "merge %d has %d tokens, expected 2".formatted(rank, pair.size()));
      }
      merges.add(rank, pair.getFirst(), pair.getLast());
    }
    return merges;
  }

  private void add(int rank, String first, String second) {
    int left = existing(first, rank);
    int right = existing(second, rank);
    merged[rank] = existing(first.concat(second), rank);
    // Text must never become a control token, whatever the file says.
    if (vocabulary.kind(merged[rank]).spellsText()) {
      ranks.putIfAbsent(key(left, right), rank);
    }
  }

  private int existing(String token, int rank) {
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
    int rank = ranks.get(key(left, right));
    return rank < 0 ? NONE : ((long) rank << 32) | merged[rank];
  }

  private static long key(int left, int right) {
    return ((long) left << 32) | right;
  }
}
