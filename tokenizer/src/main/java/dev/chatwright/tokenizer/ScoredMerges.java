package dev.chatwright.tokenizer;

import java.util.Arrays;

/**
 * SentencePiece's merges: any two neighbours that spell a token, the best score first.
 *
 * <p>Immutable.
 */
final class ScoredMerges implements MergeTable {
  private final ByteTrie tokens;
  private final int[] ranks;

  /**
   * Creates merges.
   *
   * @param tokens the tokens that text may become
   * @param scores the score of every token
   */
  ScoredMerges(ByteTrie tokens, float[] scores) {
    this.tokens = tokens;
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    ranks = new int[scores.length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = scores.length - 1 - lowestIndex(sorted, scores[i]);
    }
  }

  /** Equal scores must have equal ranks, so that the leftmost pair goes first. */
  private static int lowestIndex(float[] sorted, float score) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Float.compare(sorted[middle], score) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public long find(int left, int right, byte[] text, int from, int to) {
    int token = tokens.find(text, from, to);
    return token < 0 ? NONE : (long) ranks[token] << 32 | token;
  }
}
