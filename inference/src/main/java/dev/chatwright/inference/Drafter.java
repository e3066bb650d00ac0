package dev.chatwright.inference;

/**
 * Guesses how one reply goes on.
 *
 * <p>Confined to the engine's thread.
 */
sealed interface Drafter permits PromptLookup, DraftModel.Writer {

  /** Returns how many tokens it can guess now, {@code most} at most. */
  int available(int most);

  /**
   * Returns what is likely to follow the last token; fewer tokens than wanted, or none, if it
   * cannot be told.
   */
  int[] guess(int count);

  /** Returns how often the next token was guessed right, of late. */
  double rate();

  /** Returns how many nanoseconds a guessed token takes, without its part in the step. */
  double nanosPerToken();

  /**
   * Notes which token came, so far as it was guessed.
   *
   * @param index how many have come since the guess
   */
  void note(int index, int token);
}
