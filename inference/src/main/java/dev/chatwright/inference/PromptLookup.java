package dev.chatwright.inference;

import java.util.Arrays;

/**
 * Guesses how a reply goes on: as it went on before, where its last tokens stood already.
 *
 * <p>Summaries, quotations and changed code repeat much of their prompt. Confined to the engine's
 * thread.
 */
final class PromptLookup {
  private static final int LONGEST = 3;
  private static final int SHORTEST = 2;
  private static final double WEIGHT_OF_NEW = 0.1;
  private static final int[] NOTHING = {};

  private final TokenList tokens;
  private int[] guess = NOTHING;
  private int guessedAt = -1;
  private double rate = 0.5;

  /** Creates what guesses for tokens that grow. */
  PromptLookup(TokenList tokens) {
    this.tokens = tokens;
  }

  /**
   * Returns what is likely to follow the last token; empty if that cannot be told.
   *
   * @param most the most tokens
   */
  int[] guess(int most) {
    if (guessedAt != tokens.size()) {
      guessedAt = tokens.size();
      guess = look();
    }
    return Arrays.copyOf(guess, Math.min(guess.length, most));
  }

  /** Returns how often the next token was guessed right, of late. */
  double rate() {
    return rate;
  }

  /** Notes which token it was, so far as it was guessed. */
  void note(int index, int token) {
    if (index < guess.length) {
      rate += WEIGHT_OF_NEW * ((guess[index] == token ? 1 : 0) - rate);
    }
  }

  private int[] look() {
    for (int length = LONGEST; length >= SHORTEST; length--) {
      for (int end = tokens.size() - 1; end >= length; end--) {
        if (endsAlike(end, length)) {
          return tokens.slice(end, Math.min(tokens.size(), end + DraftLength.MOST));
        }
      }
    }
    return NOTHING;
  }

  /** Whether the tokens before {@code end} are the last ones. */
  private boolean endsAlike(int end, int length) {
    for (int i = 1; i <= length; i++) {
      if (tokens.get(end - i) != tokens.get(tokens.size() - i)) {
        return false;
      }
    }
    return true;
  }
}
