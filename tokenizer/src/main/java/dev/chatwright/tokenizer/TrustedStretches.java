package dev.chatwright.tokenizer;

import java.util.ArrayList;
import java.util.List;

/** The stretches of a text that the program itself wrote. Immutable. */
final class TrustedStretches {
  static final TrustedStretches NONE = new TrustedStretches(List.of());

  private record Stretch(int from, int to) {}

  private final List<Stretch> stretches;

  private TrustedStretches(List<Stretch> stretches) {
    this.stretches = stretches;
  }

  /** Returns the trusted stretches of a prompt; neighbours are one. */
  static TrustedStretches of(PromptText prompt) {
    List<Stretch> stretches = new ArrayList<>();
    int at = 0;
    for (PromptText.Piece piece : prompt.pieces()) {
      int end = at + piece.text().length();
      if (piece.trusted() && end > at) {
        boolean joins = !stretches.isEmpty() && stretches.getLast().to == at;
        int from = joins ? stretches.removeLast().from : at;
        stretches.add(new Stretch(from, end));
      }
      at = end;
    }
    return new TrustedStretches(stretches);
  }

  /** Returns whether a place lies wholly in one of them. */
  boolean covers(int from, int to) {
    int low = 0;
    int high = stretches.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Stretch stretch = stretches.get(middle);
      if (from < stretch.from) {
        high = middle - 1;
      } else if (from >= stretch.to) {
        low = middle + 1;
      } else {
        return to <= stretch.to;
      }
    }
    return false;
  }
}
