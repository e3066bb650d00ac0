package dev.chatwright.inference;

import java.util.Arrays;

/**
 * Guesses how a reply goes on: as it went on before, where its last tokens stood already.
 *
 * <p>Summaries, quotations and changed code repeat much of their prompt. Confined to the engine's
 * thread.
 */
final class PromptLookup implements Drafter {
  private static final int LONGEST = 3;
  private static final int SHORTEST = 2;
  private static final int[] NOTHING = {};

  private final TokenList tokens;
  private int[] guess = NOTHING;
  private int guessedAt = -1;
  private final HitRate rate = new HitRate();

  /** Creates what guesses for tokens that grow. */
  PromptLookup(TokenList tokens) {
    this.tokens = tokens;
  }

  @Override
  public int available(int most) {
    return Math.min(most, guess().length);
  }

  @Override
  public int[] guess(int count) {
    return Arrays.copyOf(guess(), Math.min(guess().length, count));
  }

  private int[] guess() {
    if (guessedAt != tokens.size()) {
      guessedAt = tokens.size();
      guess = look();
    }
    return guess;
  }

  @Override
  public double rate() {
    return rate.value();
  }

  /** Looking takes no time worth counting. */
  @Override
  public double nanosPerToken() {
    return 0;
  }

  @Override
  public void note(int index, int token) {
    if (index < guess.length) {
      rate.note(guess[index] == token);
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
