package dev.chatwright.training;

import dev.chatwright.inference.BaseModel;
import dev.chatwright.inference.ModelExport;
import dev.chatwright.model.training.Learner;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.model.training.WholeModel;
import dev.chatwright.tensor.Kernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * All weights of a model, as floats whatever its file holds.
 *
 * @param base must outlive this
 * @param basePath its file or folder
 */
record LearntWeights(TuningRecipe recipe, BaseModel base, Path basePath) implements LearntPart {
  private static final String GGUF = "model.gguf";
  private static final String FOLDER = "model";

  private boolean isPresent(String name) {
    return base.weights().find(name).isPresent();
  }

  @Override
  public long count() {
    return Parameters.count(base.spec(), this::isPresent);
  }

  @Override
  public long activationBytes(Kernels kernels, int threads) {
    return TrainableTransformer.bytes(
        base.spec(),
        recipe.recompute(),
        recipe.batch(),
        recipe.length(),
        recipe.precision().arithmetic(kernels),
        threads);
  }

  @Override
  public double workPerToken() {
    return StepWork.perToken(base.spec(), this::isPresent, recipe.length());
  }

  @Override
  public Learner create(Kernels kernels, Arena arena) {
    Parameters copy = Parameters.copyOf(base.spec(), base.weights(), kernels, arena);
    return new WholeModel(copy, base.weights());
  }

  /**
   * Returns a file for a file and a folder for a folder, so that nothing else need be converted.
   */
  @Override
  public String output() {
    return Files.isDirectory(basePath) ? FOLDER : GGUF;
  }

  @Override
  public void write(Learner learner, Path folder) throws IOException {
    ModelExport.withWeights(basePath, learner.weights(), folder.resolve(output()));
  }
}
