package dev.chatwright.cli;

import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.training.data.Example;
import dev.chatwright.training.data.FileInspection;
import dev.chatwright.training.data.FileReport;
import dev.chatwright.training.data.TextExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks files of examples through. */
@Command(
    name = "inspect",
    description = "Show what is in files of training data, and what is wrong with them.",
    mixinStandardHelpOptions = true)
final class DataInspectCommand implements Callable<Integer> {
  private static final int SHOWN_CHARACTERS = 400;

  @Mixin private HomeOption home = new HomeOption();
  @Mixin private ReadingOption reading = new ReadingOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Text, JSON, JSON lines or CSV; packed by gzip or not.")
  private List<Path> files = List.of();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description =
          "Count tokens as this model does: its id, or its path (default: count characters).")
  private @Nullable String model;

  @Override
  public Integer call() throws IOException {
    Optional<ToIntFunction<String>> counter = tokenCounter();
    List<FileReport> reports = new ArrayList<>();
    for (Path file : files) {
      long size = Files.size(file);
      ProgressBar progress = ProgressBar.onStandardError("reading", "MB", 1e6);
      FileReport report =
          FileInspection.inspect(
              file, reading.options(), counter, bytes -> progress.show(bytes, size));
      reports.add(report);
      if (!json.wanted()) {
        print(report);
      }
    }
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object("files", reports.stream().map(DataInspectCommand::object).toList()));
    }
    return reports.stream().allMatch(report -> report.broken() == 0) ? 0 : 1;
  }

  private Optional<ToIntFunction<String>> tokenCounter() throws IOException {
    if (model == null) {
      return Optional.empty();
    }
    ModelStore store = home.store();
    Tokenizer tokenizer = ModelFacts.of(ModelOption.require(store, model)).tokenizer();
    return Optional.of(text -> tokenizer.encode(text).length);
  }

  private static Object object(FileReport report) {
    FileReport.Quantiles lengths = report.lengths();
    var object =
        JsonOutput.object(
            "path", report.path().toString(),
            "format", name(report.format()),
            "examples", report.examples(),
            "broken", report.broken(),
            "duplicates", report.duplicates(),
            "turns", report.turns(),
            "lengthUnit", unit(report),
            "lengths",
                JsonOutput.object(
                    "least", lengths.least(),
                    "half", lengths.half(),
                    "ninety", lengths.ninety(),
                    "ninetyNine", lengths.ninetyNine(),
                    "most", lengths.most()),
            "problems", report.problems());
    report.shape().ifPresent(shape -> object.put("shape", name(shape)));
    report.tokens().ifPresent(tokens -> object.put("tokens", tokens));
    return object;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String unit(FileReport report) {
    return report.tokens().isPresent() ? "tokens" : "characters";
  }

  private static void print(FileReport report) {
    report
        .problems()
        .forEach(problem -> System.out.println("problem: " + Terminal.printable(problem)));
    FileReport.Quantiles lengths = report.lengths();
    System.out.println(
        Terminal.printable(
            """
            %s
              %s of %s: %d examples, %d turns%s; %d are there before, %d cannot be read
              %s: %d to %d, half up to %d, 90 %% up to %d, 99 %% up to %d\
            """
                .formatted(
                    report.path(),
                    name(report.format()),
                    report.shape().map(DataInspectCommand::name).orElse("nothing"),
                    report.examples(),
                    report.turns(),
                    report.tokens().isPresent()
                        ? ", %d tokens".formatted(report.tokens().getAsLong())
                        : "",
                    report.duplicates(),
                    report.broken(),
                    unit(report),
                    lengths.least(),
                    lengths.most(),
                    lengths.half(),
                    lengths.ninety(),
                    lengths.ninetyNine())));
    @Nullable Example first = report.first();
    if (first != null) {
      System.out.println(Terminal.printable(shown(first)).indent(4).stripTrailing());
    }
  }

  private static String shown(Example example) {
    return example instanceof TextExample(String text)
        ? cut(text)
        : example.everyMessage().stream()
            .map(message -> "%s: %s".formatted(message.role(), cut(message.content())))
            .collect(Collectors.joining("\n"));
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= SHOWN_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
  }
}
