package dev.chatwright.training.data;

import java.util.Arrays;

/**
 * A document as tokens, and which of them are learnt. Confined to one thread; the arrays are not
 * copied.
 *
 * @param tokens ids, at least one
 * @param learnt for each token whether predicting it counts in the loss
 */
@SuppressWarnings("ArrayRecordComponent") // millions of them; a copy each would double the memory
public record TokenDocument(int[] tokens, boolean[] learnt) {
  /** Checks the lengths. */
  public TokenDocument {
    if (tokens.length == 0 || tokens.length != learnt.length) {
      throw new IllegalArgumentException(
          "a document needs a token and as many marks, got %d tokens and %d marks"
              .formatted(tokens.length, learnt.length));
    }
  }

  /** Returns a document of which every token is learnt. */
  public static TokenDocument of(int... tokens) {
    boolean[] learnt = new boolean[tokens.length];
    Arrays.fill(learnt, true);
    return new TokenDocument(tokens, learnt);
  }

  /** Returns how many tokens there are. */
  public int length() {
    return tokens.length;
  }
}
