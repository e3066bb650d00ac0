package dev.chatwright.inference;

import dev.chatwright.tokenizer.Tokenizer;
import java.time.Duration;
import java.util.Arrays;

/**
 * How surprised a model is by a text.
 *
 * <p>The text is tokenised whole and cut into chunks as long as the context asked for; a remainder
 * shorter than a chunk is left out. In each chunk the tokens after the middle are scored given all
 * before them in the chunk. Where the model asks for a begin token, it takes the place of the first
 * token of each chunk. Immutable.
 *
 * @param perplexity e to the mean negative log-probability
 * @param standardError of the perplexity
 * @param chunks how many chunks were scored
 * @param scoredTokens how many tokens were
 * @param elapsed the time it took
 */
public record Perplexity(
    double perplexity, double standardError, int chunks, long scoredTokens, Duration elapsed) {
  private static final int MIN_CONTEXT = 4;

  /** Is told of the chunks as they are done. */
  @FunctionalInterface
  public interface Progress {
    /** A chunk is done. */
    void chunkDone(int done, int total, double perplexitySoFar);
  }

  /**
   * Evaluates a text. Other requests to the model have their turn between chunks.
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
    if (context < MIN_CONTEXT || context > model.contextLength()) {
      throw new IllegalArgumentException(
          "context must be %d to %d, got %d"
              .formatted(MIN_CONTEXT, model.contextLength(), context));
    }
    if (maxChunks < 1) {
      throw new IllegalArgumentException("chunks must be at least 1, got " + maxChunks);
    }
    int[] tokens = model.tokenizer().encode(text);
    if (tokens.length < context) {
      throw new IllegalArgumentException(
          "the text must be at least %d tokens long, got %d".formatted(context, tokens.length));
    }
    return evaluate(model, tokens, context, Math.min(maxChunks, tokens.length / context), progress);
  }

  private static Perplexity evaluate(
      LanguageModel model, int[] tokens, int context, int chunks, Progress progress)
      throws InterruptedException {
    long started = System.nanoTime();
    Surprise surprise = new Surprise();
    for (int chunk = 0; chunk < chunks; chunk++) {
      int[] part = Arrays.copyOfRange(tokens, chunk * context, (chunk + 1) * context);
      ChunkScorer scorer = new ChunkScorer(model.network(), model.kernels());
      double[] logProbabilities =
          model.compute(() -> scorer.score(withBegin(model.tokenizer(), part)));
      surprise.add(logProbabilities);
      progress.chunkDone(chunk + 1, chunks, surprise.perplexity());
    }
    return new Perplexity(
        surprise.perplexity(),
        surprise.standardError(),
        chunks,
        surprise.count,
        Duration.ofNanos(System.nanoTime() - started));
  }

  /** Puts the begin token, where the model asks for one, in the place of a chunk's first. */
  static int[] withBegin(Tokenizer tokenizer, int[] chunk) {
    var special = tokenizer.specialTokens();
    if (special.addBegin()) {
      special.begin().ifPresent(begin -> chunk[0] = begin);
    }
    return chunk;
  }

  /** The running sums of the scores. */
  private static final class Surprise {
    private long count;
    private double sum;
    private double squares;

    void add(double[] logProbabilities) {
      for (double logProbability : logProbabilities) {
        count++;
        sum -= logProbability;
        squares += logProbability * logProbability;
      }
    }

    double perplexity() {
      return Math.exp(sum / count);
    }

    /** By the delta method: the error of the mean, times the derivative of its exponential. */
    double standardError() {
      double mean = sum / count;
      double variance = Math.max(0, squares / count - mean * mean);
      return count < 2 ? 0 : perplexity() * Math.sqrt(variance / (count - 1));
    }
  }
}
