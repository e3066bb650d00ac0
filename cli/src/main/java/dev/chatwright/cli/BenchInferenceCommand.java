package dev.chatwright.cli;

import dev.chatwright.checkpoint.StoredModel;
import dev.chatwright.cli.load.peer.LlamaBench;
import dev.chatwright.cli.load.peer.Processor;
import dev.chatwright.inference.EngineOptions;
import dev.chatwright.inference.InferenceBenchmark;
import dev.chatwright.inference.LanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast a model reads and writes on this machine, if wanted beside llama.cpp. */
@Command(
    name = "inference",
    description = "Measure how fast a model reads a prompt and writes a reply here.",
    mixinStandardHelpOptions = true)
final class BenchInferenceCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private ModelOption model = new ModelOption();
  @Mixin private AdapterOption adapter = new AdapterOption();
  @Mixin private EngineOption engine = new EngineOption();
  @Mixin private PeerOption peer = new PeerOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often both are measured in turn (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--prompt-tokens",
      paramLabel = "N",
      defaultValue = "512",
      description = "Length of the prompt (default: ${DEFAULT-VALUE}).")
  private int promptTokens = 512;

  @Option(
      names = "--decode-tokens",
      paramLabel = "N",
      defaultValue = "128",
      description = "Length of the reply (default: ${DEFAULT-VALUE}).")
  private int decodeTokens = 128;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireRounds();
    if (peer.wanted()) {
      compare();
      return 0;
    }
    model.locate(home.store()); // not to measure how it is fetched
    double cold;
    long opened = System.nanoTime();
    try (LanguageModel loaded = model.load(home.store(), adapter, engine)) {
      cold = secondsToFirstToken(loaded, opened);
    }
    long openedAgain = System.nanoTime();
    try (LanguageModel loaded = model.load(home.store(), adapter, engine)) {
      double warm = secondsToFirstToken(loaded, openedAgain);
      report(loaded, cold, warm, InferenceBenchmark.run(loaded, promptTokens, decodeTokens));
    }
    return 0;
  }

  private static double secondsToFirstToken(LanguageModel loaded, long opened)
      throws InterruptedException {
    InferenceBenchmark.firstToken(loaded);
    return (System.nanoTime() - opened) / 1e9;
  }

  private void requireRounds() {
    if (rounds < 1) {
      throw new IllegalArgumentException("--rounds must be at least 1, got " + rounds);
    }
  }

  private void compare() throws IOException, InterruptedException {
    if (adapter.path().isPresent()) {
      throw new CommandFailure("--adapter with --against", "llama-bench applies none");
    }
    StoredModel stored = model.locate(home.store());
    LlamaBench bench = new LlamaBench(peer.find(PeerOption.LLAMA, "llama-bench"), stored.path());
    List<InferenceComparison> comparisons = new ArrayList<>();
    for (int threads : threads()) {
      EngineOptions options = engine.options().withThreads(threads);
      try (LanguageModel loaded = LanguageModel.load(stored.path(), stored.id(), options)) {
        comparisons.add(InferenceComparison.run(loaded, bench, promptTokens, decodeTokens, rounds));
      }
    }
    report(stored, comparisons);
  }

  /** One thread and all processors, unless somebody says how many. */
  private List<Integer> threads() {
    Integer given = engine.threads();
    int all = EngineOptions.DEFAULT.threads();
    return given != null ? List.of(given) : all == 1 ? List.of(1) : List.of(1, all);
  }

  private void report(StoredModel stored, List<InferenceComparison> comparisons) {
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object(
              "processor", Processor.name(),
              "model", stored.id(),
              "quantization", comparisons.getFirst().quantization(),
              "promptTokens", promptTokens,
              "decodeTokens", decodeTokens,
              "rounds", rounds,
              "comparisons", comparisons.stream().map(InferenceComparison::json).toList()));
    } else {
      comparisons.forEach(each -> System.out.println(each.line()));
    }
  }

  private void report(LanguageModel loaded, double cold, double warm, InferenceBenchmark result) {
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object(
              "model", loaded.id(),
              "quantization", loaded.card().quantization(),
              "adapter", adapter.path().map(Path::toString).orElse(""),
              "promptTokens", result.promptTokens(),
              "decodeTokens", result.decodeTokens(),
              "threads", result.status().threads(),
              "kernels", result.status().kernels(),
              "loadToFirstTokenSeconds", cold,
              "loadAgainToFirstTokenSeconds", warm,
              "prefillTokensPerSecond", result.prefillTokensPerSecond(),
              "decodeTokensPerSecond", result.decodeTokensPerSecond()));
    } else {
      System.out.println(
          String.format(
              Locale.ROOT,
              "%s (%s), %s, %d threads: first token %.2f s after the file was opened, %.2f s"
                  + " when it was opened again,"
                  + " prompt %.1f tokens/s, reply %.1f tokens/s",
              loaded.id(),
              loaded.card().quantization(),
              result.status().kernels(),
              result.status().threads(),
              cold,
              warm,
              result.prefillTokensPerSecond(),
              result.decodeTokensPerSecond()));
    }
  }
}
