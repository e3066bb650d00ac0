package dev.chatwright.training;

import dev.chatwright.model.training.TokenBatch;

/**
 * Windows of a token array, drawn with replacement, each token's target being the next one.
 *
 * <p>Which windows a batch gets depends on the seed and the number of batches before, not on
 * anything else. Mutable; confined to one thread.
 */
public final class RandomWindows implements ResumableSource {
  private static final int PURPOSE = 2;

  private final TokenArray tokens;
  private final SeededNumbers random;
  private long drawn;

  /**
   * Creates a source.
   *
   * @param length how long the windows will be
   * @throws IllegalArgumentException if no window fits
   */
  public RandomWindows(TokenArray tokens, int length, long seed) {
    if (tokens.length() <= length) {
      throw new IllegalArgumentException(
          "windows of %d tokens need at least %d tokens of text, got %d"
              .formatted(length, length + 1, tokens.length()));
    }
    this.tokens = tokens;
    this.random = new SeededNumbers(seed).forPurpose(PURPOSE);
  }

  @Override
  public void fill(TokenBatch batch) {
    for (int sequence = 0; sequence < batch.sequences(); sequence++) {
      long start = random.below(drawn++, tokens.length() - batch.length());
      for (int i = 0; i < batch.length(); i++) {
        int row = sequence * batch.length() + i;
        batch.tokens()[row] = tokens.get(start + i);
        batch.targets()[row] = tokens.get(start + i + 1);
      }
    }
  }

  /** Returns how many windows were drawn. */
  @Override
  public long position() {
    return drawn;
  }

  @Override
  public void resume(long position) {
    drawn = position;
  }
}
