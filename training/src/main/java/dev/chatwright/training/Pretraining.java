package dev.chatwright.training;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.runs.DataFile;
import dev.chatwright.training.runs.Machine;
import dev.chatwright.training.runs.Measure;
import dev.chatwright.training.runs.RunDescription;
import dev.chatwright.training.runs.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A run that makes a new model from a text, as a recipe says.
 *
 * <p>Its folder is a {@link RunFolder} that holds, at the end, {@code model.gguf}. A run whose
 * checkpoint is there already goes on from it. Confined to one thread.
 */
public final class Pretraining implements TrainingRun {
  /** What {@code run.json} calls such a run. */
  public static final String KIND = "pretrain";

  /** The role of the text among the files of such a run. */
  public static final String TRAINING_TEXT = "train";

  private static final String MODEL = "model.gguf";

  private final Recipe recipe;
  private final NewModel model;
  private final RunFolder folder;
  private final RunDescription description;
  private final RunLoop loop;

  /**
   * Prepares a run.
   *
   * @param text the file to learn from
   * @param path the run's folder; made if it is not there
   * @throws IOException if the text cannot be read or is too short, or a checkpoint is broken
   */
  public Pretraining(Recipe recipe, Path text, Path path, Kernels kernels, Parallel parallel)
      throws IOException {
    this.recipe = recipe;
    byte[] bytes = NewModel.read(text);
    List<DataFile> files = new ArrayList<>(List.of(DataFile.of(TRAINING_TEXT, text, bytes)));
    files.addAll(recipe.tokenizer().describe());
    model = new NewModel(recipe, bytes, text.toString(), kernels, parallel);
    description = describe(files, Machine.current(parallel.threads(), kernels.description()));
    RunCheckpoint checkpoint = model.checkpoint(recipe.identity(files));
    loop =
        new RunLoop(
            model.trainer(),
            new NextTokens(model.windows()),
            () -> Measure.of(model.heldOutLoss()),
            checkpoint,
            recipe.cadence());
    folder = openFolder(path, checkpoint);
  }

  private RunFolder openFolder(Path path, RunCheckpoint checkpoint) throws IOException {
    try {
      return RunFolder.openAndResume(path, checkpoint::read);
    } catch (IOException | RuntimeException failure) {
      model.close();
      throw failure;
    }
  }

  private RunDescription describe(List<DataFile> files, Machine machine) {
    return new RunDescription(
        KIND,
        recipe.source(),
        recipe.seed(),
        recipe.cadence().steps(),
        files,
        leftOut(),
        model.parameters().count(),
        recipe.precision().here().word(),
        machine);
  }

  @Override
  public RunMemory memory() {
    return model.memory();
  }

  @Override
  public long parameterCount() {
    return model.parameters().count();
  }

  @Override
  public double workPerToken() {
    return model.workPerToken();
  }

  @Override
  public Optional<String> notice() {
    return recipe.precision().notice();
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
  public long steps() {
    return recipe.cadence().steps();
  }

  @Override
  public String output() {
    return MODEL;
  }

  @Override
  public RunOutcome run(RunListener listener, BooleanSupplier stop) throws IOException {
    return loop.run(folder, description, this::saveModel, listener, stop);
  }

  private void saveModel() throws IOException {
    String name = String.valueOf(folder.path().toAbsolutePath().normalize().getFileName());
    model.write(folder.path().resolve(MODEL), name);
  }

  @Override
  public void close() throws IOException {
    model.close();
    folder.close();
  }
}
