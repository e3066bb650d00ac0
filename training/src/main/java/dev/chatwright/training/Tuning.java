package dev.chatwright.training;

import dev.chatwright.inference.BaseModel;
import dev.chatwright.model.ModelException;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.runs.DataFile;
import dev.chatwright.training.runs.Machine;
import dev.chatwright.training.runs.RunDescription;
import dev.chatwright.training.runs.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A run in which a model learns from conversations what the assistant says in them: all its
 * weights, or changes of low rank beside them.
 *
 * <p>Its folder is a {@link RunFolder} that holds, at the end, {@code model.gguf} ({@code model/}
 * if the base is a folder), or {@code adapter/} in PEFT's layout and {@code adapter.gguf}. Confined
 * to one thread.
 */
public final class Tuning implements TrainingRun {
  /** The role of the conversations among the files of such a run. */
  public static final String CONVERSATIONS = "train";

  /** The role of the model. */
  public static final String BASE = "base";

  private final TuningRecipe recipe;
  private final BaseModel base;
  private final LearntPart part;
  private final TunedModel model;
  private final RunFolder folder;
  private final RunDescription description;
  private final RunLoop loop;

  /**
   * Prepares a run.
   *
   * @param basePath the base model's file or folder
   * @param data conversations, in any format that {@code data inspect} knows
   * @param path the run's folder; made if it is not there
   * @throws IOException if model or data cannot be read, the run does not fit into memory, or a
   *     checkpoint is broken
   */
  public Tuning(
      TuningRecipe recipe, Path basePath, Path data, Path path, Kernels kernels, Parallel parallel)
      throws IOException {
    this.recipe = recipe;
    base = BaseModel.open(basePath);
    part = LearntPart.of(recipe, base, basePath);
    model = tunedModel(basePath, data, kernels, parallel);
    try {
      List<DataFile> files = List.of(DataFile.of(CONVERSATIONS, data), DataFile.of(BASE, basePath));
      description = describe(files, Machine.current(parallel.threads(), kernels.description()));
      RunCheckpoint checkpoint = model.checkpoint(recipe.identity(files));
      loop =
          new RunLoop(
              model.trainer(), model.batches(), model::heldOutLoss, checkpoint, recipe.cadence());
      folder = RunFolder.openAndResume(path, checkpoint::read);
    } catch (IOException | RuntimeException failure) {
      model.close();
      base.close();
      throw failure;
    }
  }

  private TunedModel tunedModel(Path basePath, Path data, Kernels kernels, Parallel parallel)
      throws IOException {
    try {
      requireContext(basePath);
      ChatDocuments documents = ChatDocuments.read(data, recipe.heldOutShare(), base);
      return new TunedModel(recipe, base.spec(), part, documents, kernels, parallel);
    } catch (ModelException refused) {
      base.close();
      throw new IOException(basePath + ": " + refused.getMessage(), refused);
    } catch (IOException | RuntimeException failure) {
      base.close();
      throw failure;
    }
  }

  private void requireContext(Path basePath) throws IOException {
    if (recipe.length() > base.spec().contextLength()) {
      throw new IOException(
          "training.length is %d, the context of %s is %d"
              .formatted(recipe.length(), basePath, base.spec().contextLength()));
    }
  }

  private RunDescription describe(List<DataFile> files, Machine machine) {
    return new RunDescription(
        recipe.kind().label(),
        recipe.source(),
        recipe.seed(),
        steps(),
        files,
        parameterCount(),
        machine);
  }

  @Override
  public RunMemory memory() {
    return model.memory();
  }

  @Override
  public long parameterCount() {
    return part.count();
  }

  @Override
  public double workPerToken() {
    return part.workPerToken();
  }

  @Override
  public long steps() {
    return recipe.cadence().steps();
  }

  @Override
  public long stepsTaken() {
    return model.trainer().nextStep();
  }

  @Override
  public boolean isFinished() {
    return stepsTaken() >= steps() && folder.isFinished();
  }

  @Override
  public String output() {
    return part.output();
  }

  @Override
  public RunOutcome run(RunListener listener, BooleanSupplier stop) throws IOException {
    return loop.run(folder, description, () -> model.write(folder.path()), listener, stop);
  }

  @Override
  public void close() throws IOException {
    model.close();
    base.close();
    folder.close();
  }
}
