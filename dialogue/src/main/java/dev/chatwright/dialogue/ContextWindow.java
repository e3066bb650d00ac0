package dev.chatwright.dialogue;

/**
 * How much a model can read at once. Immutable.
 *
 * @param length tokens of prompt and reply together
 * @param reserve tokens kept free for the reply
 * @param turnOverhead tokens that the chat template puts around each message, as measured by the
 *     caller
 */
public record ContextWindow(int length, int reserve, int turnOverhead) {
  /** Checks the figures. */
  public ContextWindow {
    if (length < 1 || reserve < 0 || reserve >= length || turnOverhead < 0) {
      throw new IllegalArgumentException(
          "a reserve of 0 to below the length %d is needed, and an overhead from 0, got %d and %d"
              .formatted(length, reserve, turnOverhead));
    }
  }

  /** Returns the tokens a prompt may have. */
  public int room() {
    return length - reserve;
  }
}
