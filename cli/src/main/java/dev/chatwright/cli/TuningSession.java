package dev.chatwright.cli;

import dev.chatwright.training.TuningFiles;
import dev.chatwright.training.TuningKind;
import dev.chatwright.training.TuningRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command has that teaches a model which is there already. */
final class TuningSession {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private TrainingSession session = new TrainingSession();
  @Mixin private RecipeOption given = new RecipeOption();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The run's folder: what it was, how it went, and what came of it.")
  private Path folder = Path.of("");

  @Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description = "The model to begin with, in place of the recipe's model.base.")
  private @Nullable String model;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "The examples, in place of the recipe's data.train.")
  private @Nullable Path data;

  /**
   * Teaches until the recipe's last step or Ctrl-C.
   *
   * @return the exit code
   */
  int run(TuningKind kind) throws IOException {
    return run(kind, null);
  }

  /**
   * Does the same with a teacher, for a kind of runs that has one.
   *
   * @param teacher a model in place of the recipe's, or null
   */
  int run(TuningKind kind, @Nullable String teacher) throws IOException {
    TuningRecipe recipe = TuningRecipe.read(kind, given.file(), given.changes());
    Path base = base(recipe);
    Path examples = LearntFile.require(data, recipe.data(), given.file(), "examples");
    TuningFiles files = new TuningFiles(base, teacher(recipe, teacher), examples);
    return session.run(folder, new TuningOpening(recipe, files, folder));
  }

  private Optional<Path> teacher(TuningRecipe recipe, @Nullable String named) throws IOException {
    if (recipe.distil().isEmpty()) {
      return Optional.empty();
    }
    String name =
        named != null
            ? named
            : recipe
                .distil()
                .get()
                .teacher()
                .orElseThrow(
                    () ->
                        new CommandFailure(
                            "no teacher is named", "name one with --teacher or distil.teacher"));
    return Optional.of(ModelOption.require(home.store(), name).path());
  }

  private Path base(TuningRecipe recipe) throws IOException {
    String name = model != null ? model : recipe.model().orElse(ModelOption.DEFAULT_MODEL);
    return ModelOption.require(home.store(), name).path();
  }
}
