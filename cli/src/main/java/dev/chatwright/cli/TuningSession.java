package dev.chatwright.cli;

import dev.chatwright.training.Tuning;
import dev.chatwright.training.TuningKind;
import dev.chatwright.training.TuningRecipe;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command has that teaches a model which is there already. */
final class TuningSession {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private TrainingSession session = new TrainingSession();

  @Option(names = "--recipe", required = true, paramLabel = "R", description = "A recipe, YAML.")
  private Path recipeFile = Path.of("");

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
    TuningRecipe recipe = TuningRecipe.read(kind, recipeFile);
    Path base = base(recipe);
    Path examples = LearntFile.require(data, recipe.data(), recipeFile, "examples");
    return session.run(
        folder,
        (kernels, parallel) -> new Tuning(recipe, base, examples, folder, kernels, parallel));
  }

  private Path base(TuningRecipe recipe) throws IOException {
    String name = model != null ? model : recipe.model().orElse(ModelOption.DEFAULT_MODEL);
    return ModelOption.require(home.store(), name).path();
  }
}
