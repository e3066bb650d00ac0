package dev.chatwright.cli;

import dev.chatwright.training.Pretraining;
import dev.chatwright.training.Recipe;
import dev.chatwright.training.runs.DataFile;
import dev.chatwright.training.runs.RunDescription;
import dev.chatwright.training.runs.RunFolder;
import dev.chatwright.training.runs.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    if (!description.kind().equals(Pretraining.KIND)) {
      throw new CommandFailure(
          "%s is a run of kind %s".formatted(folder, description.kind()),
          "go on with it by the command that began it");
    }
    Recipe recipe = Recipe.parse(description.recipe(), RunFolder.manifestFile(folder));
    return session.run(recipe, data == null ? recorded(description) : data, folder);
  }

  private static Path recorded(RunDescription description) {
    Path text =
        description.data().stream()
            .filter(file -> file.role().equals(Pretraining.TRAINING_TEXT))
            .map(DataFile::path)
            .findFirst()
            .orElseThrow(() -> new CommandFailure("the run names no text", "name it with --data"));
    if (!Files.isRegularFile(text)) {
      throw new CommandFailure(text + " is not there any more", "name the text with --data");
    }
    return text;
  }
}
