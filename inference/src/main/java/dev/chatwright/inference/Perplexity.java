package dev.chatwright.inference;

import java.time.Duration;

/**
 * How surprised a model is by a text.
 *
 * <p>The text is tokenised whole and cut into chunks as long as the context asked for. In each, the
 * tokens of the second half are scored given all before them in the chunk; a remainder shorter than
 * a chunk is left out. Immutable.
 *
 * @param perplexity e to the mean negative log-probability
 * @param standardError of the perplexity
 * @param chunks how many chunks were scored
 * @param scoredTokens how many tokens were
 * @param elapsed the time it took
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow with the engine
public record Perplexity(
    double perplexity, double standardError, int chunks, long scoredTokens, Duration elapsed) {

  /** Is told of the chunks as they are done. */
  @FunctionalInterface
  public interface Progress {
    /** A chunk is done. */
    void chunkDone(int done, int total, double perplexitySoFar);
  }

  /**
   * Evaluates a text.
   *
   * @param text at least one chunk of tokens long
   * @param context the length of a chunk in tokens, from 4 to the model's context length
   * @param maxChunks the most chunks to score, at least 1
   * @throws IllegalArgumentException if a number is out of range or the text is too short
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static Perplexity evaluate(
      LanguageModel model, String text, int context, int maxChunks, Progress progress)
      throws InterruptedException {
    throw new UnsupportedOperationException("not yet");
  }
}
