package dev.chatwright.cli;

import dev.chatwright.inference.LanguageModel;
import dev.chatwright.inference.Perplexity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how well a model predicts a text. */
@Command(
    name = "perplexity",
    description = "Measure how well a model predicts a text: lower is better.",
    mixinStandardHelpOptions = true)
final class PerplexityCommand implements Callable<Integer> {
  private static final int MAX_BYTES = 256 << 20;

  @Mixin private HomeOption home = new HomeOption();
  @Mixin private ModelOption model = new ModelOption();
  @Mixin private AdapterOption adapter = new AdapterOption();
  @Mixin private EngineOption engine = new EngineOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Option(names = "--file", required = true, paramLabel = "F", description = "A text file, UTF-8.")
  private Path file = Path.of("");

  @Option(
      names = "--chunks",
      paramLabel = "K",
      defaultValue = "2147483647",
      description = "Score only the first K chunks (default: all).")
  private int chunks = Integer.MAX_VALUE;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (chunks < 1) {
      throw new IllegalArgumentException("--chunks must be at least 1, got " + chunks);
    }
    String text = TextInput.file(file, MAX_BYTES);
    try (LanguageModel loaded = model.load(home.store(), adapter, engine)) {
      var bar = ProgressBar.onStandardError("scoring", "chunks", 1);
      Perplexity result =
          Perplexity.evaluate(
              loaded, text, chunkLength(loaded), chunks, (done, total, _) -> bar.show(done, total));
      report(result, chunkLength(loaded));
      return 0;
    }
  }

  private int chunkLength(LanguageModel loaded) {
    return engine.context().orElse(Math.min(512, loaded.contextLength()));
  }

  private void report(Perplexity result, int context) {
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object(
              "perplexity", result.perplexity(),
              "standardError", result.standardError(),
              "chunks", result.chunks(),
              "scoredTokens", result.scoredTokens(),
              "context", context,
              "seconds", result.elapsed().toMillis() / 1e3));
    } else {
      System.out.println(
          String.format(
              Locale.ROOT,
              "perplexity %.4f ± %.4f over %d tokens in %d chunks",
              result.perplexity(),
              result.standardError(),
              result.scoredTokens(),
              result.chunks()));
    }
  }
}
