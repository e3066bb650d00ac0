package dev.chatwright.cli;

import dev.chatwright.training.Pretraining;
import dev.chatwright.training.Recipe;
import dev.chatwright.training.TokenizerFiles;
import dev.chatwright.training.TuningFiles;
import dev.chatwright.training.TuningKind;
import dev.chatwright.training.TuningRecipe;
import dev.chatwright.training.runs.DataFile;
import dev.chatwright.training.runs.RunDescription;
import dev.chatwright.training.runs.RunFolder;
import dev.chatwright.training.runs.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on with a run that was stopped, by the recipe that its folder keeps. */
@Command(
    name = "resume",
    description = "Go on with a run that was stopped, killed or failed.",
    mixinStandardHelpOptions = true)
final class RunsResumeCommand implements Callable<Integer> {
  @Mixin private TrainingSession session = new TrainingSession();

  @Parameters(paramLabel = "DIR", description = "The run's folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Where the text is now, if it was moved.")
  private @Nullable Path data;

  @Override
  public Integer call() throws IOException {
    RunDescription description = RunView.read(folder).manifest().description();
    Path text = data == null ? recorded(description, Pretraining.TRAINING_TEXT) : data;
    return session.run(folder, opening(description, text));
  }

  private TrainingSession.Opening opening(RunDescription description, Path text)
      throws IOException {
    Path manifest = RunFolder.manifestFile(folder);
    if (description.kind().equals(Pretraining.KIND)) {
      Recipe recipe =
          Recipe.parse(description.recipe(), manifest).withTokenizer(tokenizer(description));
      return (kernels, parallel) -> new Pretraining(recipe, text, folder, kernels, parallel);
    }
    TuningKind kind =
        TuningKind.labelled(description.kind())
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "%s is a run of kind %s".formatted(folder, description.kind()),
                        "go on with it by the command that began it"));
    TuningRecipe recipe = TuningRecipe.parse(kind, description.recipe(), manifest);
    Path base = recorded(description, TuningFiles.BASE);
    Optional<Path> teacher =
        recipe.distil().isPresent()
            ? Optional.of(recorded(description, TuningFiles.TEACHER))
            : Optional.empty();
    TuningFiles files = new TuningFiles(base, teacher, text);
    return new TuningOpening(recipe, files, folder);
  }

  private static TokenizerFiles tokenizer(RunDescription description) {
    return new TokenizerFiles(
        find(description, TokenizerFiles.TOKENIZER), find(description, TokenizerFiles.TEMPLATE));
  }

  private static Optional<Path> find(RunDescription description, String role) {
    return description.data().stream()
        .filter(file -> file.role().equals(role))
        .map(DataFile::path)
        .findFirst();
  }

  private Path recorded(RunDescription description, String role) {
    Path text =
        find(description, role)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "%s names no file of the role %s".formatted(folder, role), wayOut(role)));
    if (!Files.exists(text)) {
      throw new CommandFailure(text + " is not there any more", wayOut(role));
    }
    return text;
  }

  private static String wayOut(String role) {
    boolean isModel = role.equals(TuningFiles.BASE) || role.equals(TuningFiles.TEACHER);
    return isModel ? "put it back" : "name where it is now with --data";
  }
}
