package dev.chatwright.training;

import dev.chatwright.training.data.Place;
import dev.chatwright.training.data.TokenDocument;

/**
 * Two documents that are scored together, of which only the reply counts.
 *
 * <p>Immutable, but for the arrays of the documents.
 *
 * @param place of the row that they are from
 * @param first a conversation with the better reply, or with the one that was rated
 * @param second the same conversation with the worse reply, or with the reply of another row
 * @param good whether the first reply was found good; true for pairs
 */
record RowPair(Place place, TokenDocument first, TokenDocument second, boolean good) {

  /** Returns how many tokens the two have together. */
  int length() {
    return first.length() + second.length();
  }

  /** Returns how many tokens of the first reply are predicted. */
  int firstTokens() {
    return predicted(first);
  }

  /** Returns the same of the second. */
  int secondTokens() {
    return predicted(second);
  }

  private static int predicted(TokenDocument document) {
    int count = 0;
    for (int i = 1; i < document.length(); i++) {
      count += document.learnt()[i] ? 1 : 0;
    }
    return count;
  }
}
