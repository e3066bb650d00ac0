package dev.chatwright.training.data;

import java.util.List;

/**
 * Parts of documents that fill one sequence, one after the other. Immutable.
 *
 * @param parts in their order; copied
 */
public record PackedSequence(List<Part> parts) {
  /** Copies the parts. */
  public PackedSequence {
    parts = List.copyOf(parts);
  }

  /**
   * Tokens {@code [from, to)} of a document.
   *
   * @param document the document's number in the order it was given, from 0
   * @param from the first token
   * @param to the token after the last
   */
  public record Part(long document, int from, int to) {
    /** Returns how many tokens it has. */
    public int length() {
      return to - from;
    }
  }

  /** Returns how many tokens are in use. */
  public int length() {
    return parts.stream().mapToInt(Part::length).sum();
  }
}
