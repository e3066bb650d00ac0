package dev.chatwright.cli;

import dev.chatwright.inference.InferenceBenchmark;
import dev.chatwright.inference.LanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast a model reads and writes on this machine. */
@Command(
    name = "inference",
    description = "Measure how fast a model reads a prompt and writes a reply here.",
    mixinStandardHelpOptions = true)
final class BenchInferenceCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private ModelOption model = new ModelOption();
  @Mixin private AdapterOption adapter = new AdapterOption();
  @Mixin private EngineOption engine = new EngineOption();
  @Mixin private JsonOutput json = new JsonOutput();

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
    try (LanguageModel loaded = model.load(home.store(), adapter, engine)) {
      report(loaded, InferenceBenchmark.run(loaded, promptTokens, decodeTokens));
      return 0;
    }
  }

  private void report(LanguageModel loaded, InferenceBenchmark result) {
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
              "prefillTokensPerSecond", result.prefillTokensPerSecond(),
              "decodeTokensPerSecond", result.decodeTokensPerSecond()));
    } else {
      System.out.println(
          String.format(
              Locale.ROOT,
              "%s (%s), %s, %d threads: prompt %.1f tokens/s, reply %.1f tokens/s",
              loaded.id(),
              loaded.card().quantization(),
              result.status().kernels(),
              result.status().threads(),
              result.prefillTokensPerSecond(),
              result.decodeTokensPerSecond()));
    }
  }
}
