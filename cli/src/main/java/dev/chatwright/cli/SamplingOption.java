package dev.chatwright.cli;

import dev.chatwright.inference.SamplingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the next token is drawn. */
final class SamplingOption {
  @Option(names = "--temperature", paramLabel = "X", description = "0 takes the likeliest token.")
  private @Nullable Float temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Keep the K likeliest tokens; 0 for all.")
  private @Nullable Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Keep the likeliest tokens up to this mass.")
  private @Nullable Float topP;

  @Option(
      names = "--min-p",
      paramLabel = "P",
      description = "Drop tokens below this share of the best.")
  private @Nullable Float minP;

  @Option(names = "--typical-p", paramLabel = "P", description = "Locally typical sampling mass.")
  private @Nullable Float typicalP;

  @Option(names = "--repetition-penalty", paramLabel = "X", description = "1 for none.")
  private @Nullable Float repetitionPenalty;

  @Option(names = "--seed", paramLabel = "N", description = "Same seed, same reply.")
  private @Nullable Long seed;

  SamplingOptions options() {
    SamplingOptions options = SamplingOptions.DEFAULT;
    options = temperature == null ? options : options.withTemperature(temperature);
    options = topK == null ? options : options.withTopK(topK);
    options = topP == null ? options : options.withTopP(topP);
    options = minP == null ? options : options.withMinP(minP);
    options = typicalP == null ? options : options.withTypicalP(typicalP);
    options =
        repetitionPenalty == null ? options : options.withRepetitionPenalty(repetitionPenalty);
    return seed == null ? options : options.withSeed(seed);
  }
}
