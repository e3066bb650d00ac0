package dev.chatwright.cli;

import dev.chatwright.tokenizer.WordPattern;
import dev.chatwright.tokenizer.training.TokenizerKind;
import dev.chatwright.tokenizer.training.TokenizerTraining;
import dev.chatwright.tokenizer.training.TrainedTokenizer;
import dev.chatwright.tokenizer.training.TrainingOptions;
import dev.chatwright.tokenizer.training.TrainingProgress;
import dev.chatwright.tokenizer.training.TrainingReport;
import dev.chatwright.tokenizer.training.TrainingText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a tokenizer on texts. */
@Command(
    name = "train",
    description = "Train a tokenizer on texts and write it as a tokenizer.json.",
    mixinStandardHelpOptions = true)
final class TokenizerTrainCommand implements Callable<Integer> {
  @Mixin private JsonOutput json = new JsonOutput();

  @Parameters(arity = "1..*", paramLabel = "TEXT", description = "Text files, UTF-8.")
  private List<Path> texts = List.of();

  @Option(
      names = "--vocabulary",
      required = true,
      paramLabel = "N",
      description = "How many tokens: 256 bytes, special tokens, and what is learnt.")
  private int vocabulary;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "bpe",
      description = "bpe or unigram (default: bpe).")
  private TokenizerKind kind = TokenizerKind.BPE;

  @Option(
      names = "--pattern",
      paramLabel = "P",
      defaultValue = "gpt2",
      description =
          "How text is cut into words: gpt2, smollm, llama3, qwen2 or gpt4o (default: gpt2).")
  private WordPattern pattern = WordPattern.GPT2;

  @Option(
      names = "--special",
      paramLabel = "T",
      description = "A token that no text becomes, such as <|endoftext|>; may be repeated.")
  private List<String> special = new ArrayList<>();

  @Option(
      names = "--min-frequency",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often a pair must be met to become a token of bpe (default: 1).")
  private long minimumFrequency = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one for each processor).")
  private @Nullable Integer threads;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The new file.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    TrainingOptions options = options();
    requireWritable();
    long started = System.nanoTime();
    TrainedTokenizer trained =
        TokenizerTraining.train(
            texts.stream().map(TrainingText::file).toList(), options, progress());
    trained.write(out);
    report(trained.report(), (System.nanoTime() - started) / 1e9);
    return 0;
  }

  private TrainingOptions options() {
    TrainingOptions options =
        TrainingOptions.of(kind, vocabulary)
            .withPattern(pattern)
            .withSpecialTokens(special)
            .withMinimumFrequency(minimumFrequency);
    return threads == null ? options : options.withThreads(threads);
  }

  /** Asked before the work and not after it. */
  private void requireWritable() {
    if (Files.exists(out)) {
      throw new CommandFailure(out + " exists already", "choose another name or delete it");
    }
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder)) {
      throw new CommandFailure("cannot write to " + folder, "choose a folder that exists");
    }
  }

  private static TrainingProgress progress() {
    Map<TrainingProgress.Stage, ProgressBar> bars = new EnumMap<>(TrainingProgress.Stage.class);
    return (stage, done, total) ->
        bars.computeIfAbsent(stage, TokenizerTrainCommand::bar).show(done, total);
  }

  private static ProgressBar bar(TrainingProgress.Stage stage) {
    return stage == TrainingProgress.Stage.COUNTING
        ? ProgressBar.onStandardError("counting", "MB", 1e6)
        : ProgressBar.onStandardError("training", "tokens", 1);
  }

  private void report(TrainingReport report, double seconds) {
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object(
              "path", out.toString(),
              "kind", kind.name().toLowerCase(Locale.ROOT),
              "wantedTokens", vocabulary,
              "tokens", report.vocabularySize(),
              "textBytes", report.textBytes(),
              "words", report.words(),
              "droppedBelow", report.droppedBelow(),
              "seconds", Math.round(seconds * 1e3) / 1e3));
    } else {
      System.out.println(
          String.format(
              Locale.ROOT,
              "%s  %d tokens from %.1f MB of text, %d different words, %.1f s",
              out,
              report.vocabularySize(),
              report.textBytes() / 1e6,
              report.words(),
              seconds));
      explain(report);
    }
  }

  private void explain(TrainingReport report) {
    if (report.vocabularySize() < vocabulary) {
      System.out.println(
          "The text gives no more tokens; %d were wanted. More text gives more."
              .formatted(vocabulary));
    }
    if (report.droppedBelow() > 0) {
      System.out.println(
          "There were more different words than are kept; some met less often than %d times were"
                  .formatted(report.droppedBelow())
              + " left out.");
    }
  }
}
