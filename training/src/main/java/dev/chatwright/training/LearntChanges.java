package dev.chatwright.training;

import dev.chatwright.inference.BaseModel;
import dev.chatwright.inference.adapter.AdapterFile;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.training.Learner;
import dev.chatwright.model.training.LowRankChanges;
import dev.chatwright.model.training.LowRankOptions;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/**
 * Changes of low rank; the model's own weights stay as they are, in the blocks of its file.
 *
 * @param base must outlive this
 * @param basePath its file or folder
 */
record LearntChanges(TuningRecipe recipe, LowRankOptions options, BaseModel base, Path basePath)
    implements LearntPart {
  private static final String PEFT = "adapter";
  private static final String GGUF = "adapter.gguf";

  @Override
  public long count() {
    return LowRankChanges.count(base.spec(), base.weights(), options);
  }

  @Override
  public long activationBytes(Kernels kernels, int threads) {
    return TrainableTransformer.bytes(
        base.spec(),
        base.weights(),
        options,
        recipe.recompute(),
        recipe.batch(),
        recipe.length(),
        recipe.precision().arithmetic(kernels),
        threads);
  }

  @Override
  public double workPerToken() {
    return StepWork.perTokenOfFrozen(base.spec(), base.weights(), recipe.length());
  }

  @Override
  public LowRankChanges create(Kernels kernels, Arena arena) {
    LowRankChanges changes =
        new LowRankChanges(base.spec(), base.weights(), options, kernels, arena);
    Initialization.initialize(changes, recipe.seed());
    return changes;
  }

  @Override
  public String output() {
    return options.magnitudes() ? PEFT : GGUF;
  }

  @Override
  public void write(Learner learner, Path folder) throws IOException {
    if (!(learner instanceof LowRankChanges changes)) {
      throw new IllegalArgumentException("these are no changes of low rank: " + learner);
    }
    String name = String.valueOf(basePath.getFileName());
    LoraAdapter adapter = changes.adapter();
    AdapterFile.writeFolder(adapter, base.spec(), name, folder.resolve(PEFT));
    if (!options.magnitudes()) { // for which GGUF adapters have no place
      AdapterFile.writeGguf(adapter, base.spec(), name, folder.resolve(GGUF));
    }
  }
}
