package dev.chatwright.cli;

import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.training.LoraTuning;
import dev.chatwright.training.TuningRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Teaches a model by conversations, in an adapter beside its own weights. */
@Command(
    name = "lora",
    description =
        "Learn from conversations what the assistant says, in an adapter beside the model's own"
            + " weights. A run that was stopped goes on.",
    mixinStandardHelpOptions = true)
final class TuneLoraCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private TrainingSession session = new TrainingSession();

  @Option(names = "--recipe", required = true, paramLabel = "R", description = "A recipe, YAML.")
  private Path recipeFile = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The run's folder: what it was, how it went, and the adapter.")
  private Path folder = Path.of("");

  @Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description = "The model to begin with, in place of the recipe's model.base.")
  private @Nullable String model;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "The conversations, in place of the recipe's data.train.")
  private @Nullable Path data;

  @Override
  public Integer call() throws IOException {
    TuningRecipe recipe = TuningRecipe.read(recipeFile);
    Path base = base(recipe);
    Path conversations = LearntFile.require(data, recipe.data(), recipeFile, "conversations");
    return session.run(
        folder,
        (kernels, parallel) ->
            new LoraTuning(recipe, base, conversations, folder, kernels, parallel));
  }

  private Path base(TuningRecipe recipe) throws IOException {
    String name = model != null ? model : recipe.model().orElse(ModelOption.DEFAULT_MODEL);
    ModelStore store = home.store();
    return ModelOption.require(store, name).path();
  }
}
