package dev.chatwright.cli;

import dev.chatwright.cli.load.peer.LlamaBench;
import dev.chatwright.cli.load.peer.Processor;
import dev.chatwright.cli.load.peer.Speeds;
import dev.chatwright.cli.load.peer.Spread;
import dev.chatwright.inference.InferenceBenchmark;
import dev.chatwright.inference.LanguageModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Ours and llama.cpp's speed in turn, with one number of threads.
 *
 * <p>Immutable.
 *
 * @param pairs ours and the peer's of each round
 */
record InferenceComparison(
    String model, String quantization, String kernels, int threads, List<Pair> pairs) {

  /** What both gave within the same minute. */
  record Pair(Speeds ours, Speeds peers) {}

  /** Measures both, ours first in each round, and tells each round to people. */
  static InferenceComparison run(
      LanguageModel loaded, LlamaBench peer, int promptTokens, int replyTokens, int rounds)
      throws IOException, InterruptedException {
    int threads = loaded.status().threads();
    List<Pair> pairs = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      InferenceBenchmark ours = InferenceBenchmark.run(loaded, promptTokens, replyTokens);
      Pair pair =
          new Pair(
              new Speeds(ours.prefillTokensPerSecond(), ours.decodeTokensPerSecond()),
              peer.measure(promptTokens, replyTokens, threads));
      System.err.println("round %d, %d threads: %s".formatted(round, threads, line(pair)));
      pairs.add(pair);
    }
    return new InferenceComparison(
        loaded.id(),
        loaded.card().quantization(),
        loaded.status().kernels(),
        threads,
        List.copyOf(pairs));
  }

  private static String line(Pair pair) {
    return String.format(
        Locale.ROOT,
        "prompt %.0f / %.0f, reply %.1f / %.1f tokens/s (chatwright / llama.cpp)",
        pair.ours().prompt(),
        pair.peers().prompt(),
        pair.ours().reply(),
        pair.peers().reply());
  }

  private Spread spread(ToDoubleFunction<Pair> value) {
    return Spread.of(pairs.stream().map(value::applyAsDouble).toList());
  }

  private Spread promptRatio() {
    return spread(pair -> pair.ours().prompt() / pair.peers().prompt());
  }

  private Spread replyRatio() {
    return spread(pair -> pair.ours().reply() / pair.peers().reply());
  }

  /** Tells the medians for people. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%s, %s (%s), %s, %d threads: prompt %.0f / %.0f tokens/s, ratio %.2f (%.2f to %.2f);"
            + " reply %.1f / %.1f, ratio %.2f (%.2f to %.2f)",
        Processor.name(),
        model,
        quantization,
        kernels,
        threads,
        spread(pair -> pair.ours().prompt()).median(),
        spread(pair -> pair.peers().prompt()).median(),
        promptRatio().median(),
        promptRatio().least(),
        promptRatio().most(),
        spread(pair -> pair.ours().reply()).median(),
        spread(pair -> pair.peers().reply()).median(),
        replyRatio().median(),
        replyRatio().least(),
        replyRatio().most());
  }

  /** Tells everything for programs. */
  Map<String, Object> json() {
    return JsonOutput.object(
        "threads",
        threads,
        "kernels",
        kernels,
        "chatwright",
        JsonOutput.object(
            "promptTokensPerSecond", spread(pair -> pair.ours().prompt()),
            "replyTokensPerSecond", spread(pair -> pair.ours().reply())),
        PeerOption.LLAMA,
        JsonOutput.object(
            "promptTokensPerSecond", spread(pair -> pair.peers().prompt()),
            "replyTokensPerSecond", spread(pair -> pair.peers().reply())),
        "ratios",
        JsonOutput.object(
            "promptTokensPerSecond", promptRatio(), "replyTokensPerSecond", replyRatio()));
  }
}
