package dev.chatwright.inference;

import dev.chatwright.inference.Network.CachedSequence;
import dev.chatwright.inference.Network.Feed;
import dev.chatwright.tensor.Kernels;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How fast a model computes here.
 *
 * <p>Immutable.
 *
 * @param promptTokens the length of the prompt measured
 * @param decodeTokens the length of the reply measured
 * @param prefillTokensPerSecond tokens of the prompt in a second, the median of three runs
 * @param decodeTokensPerSecond tokens of the reply in a second, each computed on its own, the
 *     median of three runs
 * @param status what computed
 */
public record InferenceBenchmark(
    int promptTokens,
    int decodeTokens,
    double prefillTokensPerSecond,
    double decodeTokensPerSecond,
    EngineStatus status) {
  private static final int RUNS = 3;
  private static final int WARM_UP_RUNS = 2;

  /**
   * Warms up, then measures; nothing else should run on the model meanwhile.
   *
   * @param promptTokens at least 1
   * @param decodeTokens at least 1; the context must hold each
   * @throws IllegalArgumentException if a number is out of range
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static InferenceBenchmark run(LanguageModel model, int promptTokens, int decodeTokens)
      throws InterruptedException {
    if (promptTokens < 1
        || decodeTokens < 1
        || promptTokens > model.contextLength()
        || decodeTokens >= model.contextLength()) {
      throw new IllegalArgumentException(
          "prompt tokens must be from 1 to %d and decode tokens from 1 to %d, got %d and %d"
              .formatted(
                  model.contextLength(), model.contextLength() - 1, promptTokens, decodeTokens));
    }
    Run run = new Run(model.network(), model.kernels(), promptTokens, decodeTokens);
    double[] prefill = new double[RUNS];
    double[] decode = new double[RUNS];
    for (int i = -WARM_UP_RUNS; i < RUNS; i++) {
      Speeds speeds = model.compute(run::measure);
      if (i >= 0) {
        prefill[i] = speeds.prefill();
        decode[i] = speeds.decode();
      }
    }
    return new InferenceBenchmark(
        promptTokens, decodeTokens, median(prefill), median(decode), model.status());
  }

  /**
   * Computes one token of a reply and nothing else, so that a caller can tell how long a model
   * takes from its file to that.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static void firstToken(LanguageModel model) throws InterruptedException {
    Run run = new Run(model.network(), model.kernels(), 1, 1);
    model.compute(run::firstToken);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private record Speeds(double prefill, double decode) {}

  /** A prompt, and a greedy reply to a single token. */
  private record Run(Network network, Kernels kernels, int promptTokens, int decodeTokens) {

    Speeds measure() {
      return new Speeds(measurePrefill(), measureDecode());
    }

    int firstToken() {
      try (CachedSequence sequence = network.newSequence()) {
        return next(sequence, new int[] {1});
      }
    }

    private double measurePrefill() {
      try (CachedSequence sequence = network.newSequence()) {
        long started = System.nanoTime();
        prefill(sequence);
        return Usage.rate(promptTokens, Duration.ofNanos(System.nanoTime() - started));
      }
    }

    /** Begins with an empty context, as the benchmarks of other engines do. */
    private double measureDecode() {
      try (CachedSequence sequence = network.newSequence()) {
        int token = next(sequence, new int[] {1});
        long started = System.nanoTime();
        for (int i = 0; i < decodeTokens; i++) {
          token = next(sequence, new int[] {token});
        }
        return Usage.rate(decodeTokens, Duration.ofNanos(System.nanoTime() - started));
      }
    }

    private void prefill(CachedSequence sequence) {
      int maxRows = network.maxRows();
      for (int from = 0; from < promptTokens; from += maxRows) {
        int[] part = new int[Math.min(maxRows, promptTokens - from)];
        for (int i = 0; i < part.length; i++) {
          part[i] = (from + i) * 31 % network.vocabularySize();
        }
        next(sequence, part);
      }
    }

    private int next(CachedSequence sequence, int[] tokens) {
      network.forward(List.of(new Feed(sequence, tokens)));
      return kernels.argMax(network.logits(tokens.length - 1, tokens.length), 0);
    }
  }
}
