package dev.chatwright.cli;

import dev.chatwright.training.Pretraining;
import dev.chatwright.training.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a new model from a text. */
@Command(
    name = "train",
    description =
        "Train a new model from a text, as a recipe says. A run that was stopped goes on.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Mixin private TrainingSession session = new TrainingSession();
  @Mixin private RecipeOption given = new RecipeOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run's folder: what it was, how it went, and model.gguf.")
  private @Nullable Path folder;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "The text to learn from, in place of the recipe's data.train.")
  private @Nullable Path data;

  @Option(
      names = "--find-rate",
      description = "Write nothing, but find out which learning rate to begin with.")
  private boolean findRate;

  @Override
  public Integer call() throws IOException {
    Recipe recipe = Recipe.read(given.file(), given.changes());
    Path text = LearntFile.require(data, recipe.text(), given.file(), "text");
    if (findRate) {
      return session.findRate(recipe, text);
    }
    Path out = folder;
    if (out == null) {
      throw new IllegalArgumentException("--out must name the run's folder");
    }
    return session.run(
        out, (kernels, parallel) -> new Pretraining(recipe, text, out, kernels, parallel));
  }
}
