package dev.chatwright.cli;

import dev.chatwright.training.data.DataRecipe;
import dev.chatwright.training.data.PreparationOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a data set to train on. */
@Command(
    name = "prepare",
    description =
        "Make a data set of files: leave out what is poor, repeated or asked in an evaluation, hold"
            + " a part out, and write the rest with a manifest.",
    mixinStandardHelpOptions = true)
final class DataPrepareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PreparedOutput output = new PreparedOutput();
  @Mixin private ReadingOption reading = new ReadingOption();

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Text, JSON, JSON lines or CSV, instead of a recipe.")
  private List<Path> files = List.of();

  @Option(
      names = "--recipe",
      paramLabel = "R",
      description = "A recipe in YAML with inputs, weights, licences and options.")
  private @Nullable Path recipe;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      description = "The share held out, from 0 to less than 1 (default: the recipe's, or 0.01).")
  private @Nullable Double heldOut;

  @Option(
      names = "--language",
      paramLabel = "L",
      description = "Keep only this language; may be repeated (default: the recipe's, or all).")
  private List<String> languages = List.of();

  @Option(
      names = "--evaluation",
      paramLabel = "FILE",
      description =
          "Leave out what has 13 words in a row in common with this file; may be repeated.")
  private List<Path> evaluations = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if ((recipe == null) == files.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "give either --recipe or files");
    }
    DataRecipe wanted = recipe == null ? ofFiles() : DataRecipe.read(recipe);
    return output.prepare(wanted.inputs(), overridden(wanted.options()));
  }

  private DataRecipe ofFiles() {
    return new DataRecipe(reading.inputs(files), PreparationOptions.DEFAULT);
  }

  private PreparationOptions overridden(PreparationOptions options) {
    PreparationOptions wanted = heldOut == null ? options : options.withHeldOutShare(heldOut);
    wanted = languages.isEmpty() ? wanted : wanted.withLanguages(languages);
    return evaluations.isEmpty() ? wanted : wanted.withEvaluationSets(evaluations);
  }
}
