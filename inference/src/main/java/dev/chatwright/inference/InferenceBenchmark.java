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
   * @param decodeTokens at least 1; the context must hold both
   * @throws IllegalArgumentException if a number is out of range
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static InferenceBenchmark run(LanguageModel model, int promptTokens, int decodeTokens)
      throws InterruptedException {
    if (promptTokens < 1
        || decodeTokens < 1
        || (long) promptTokens + decodeTokens > model.contextLength()) {
      throw new IllegalArgumentException(
          "prompt and decode tokens must be at least 1 and together at most %d, got %d and %d"
              .formatted(model.contextLength(), promptTokens, decodeTokens));
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

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private record Speeds(double prefill, double decode) {}

  /** One prompt and its greedy reply. */
  private record Run(Network network, Kernels kernels, int promptTokens, int decodeTokens) {

    Speeds measure() {
      try (CachedSequence sequence = network.newSequence()) {
        long started = System.nanoTime();
        int token = prefill(sequence);
        long prefilled = System.nanoTime();
        for (int i = 0; i < decodeTokens; i++) {
          token = next(sequence, new int[] {token});
        }
        long decoded = System.nanoTime();
        return new Speeds(
            Usage.rate(promptTokens, Duration.ofNanos(prefilled - started)),
            Usage.rate(decodeTokens, Duration.ofNanos(decoded - prefilled)));
      }
    }

    private int prefill(CachedSequence sequence) {
      int maxRows = network.maxRows();
      int token = 0;
      for (int from = 0; from < promptTokens; from += maxRows) {
        int[] part = new int[Math.min(maxRows, promptTokens - from)];
        for (int i = 0; i < part.length; i++) {
          part[i] = (from + i) * 31 % network.vocabularySize();
        }
        token = next(sequence, part);
      }
      return token;
    }

    private int next(CachedSequence sequence, int[] tokens) {
      network.forward(List.of(new Feed(sequence, tokens)));
      return kernels.argMax(network.logits(tokens.length - 1, tokens.length), 0);
    }
  }
}
