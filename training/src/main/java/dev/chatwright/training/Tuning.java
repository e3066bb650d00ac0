package dev.chatwright.training;

import dev.chatwright.inference.BaseModel;
import dev.chatwright.model.ModelException;
import dev.chatwright.model.training.Learner;
import dev.chatwright.model.training.LowRankChanges;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.data.LeftOut;
import dev.chatwright.training.preference.PreferenceLoss;
import dev.chatwright.training.privacy.PrivacyLedger;
import dev.chatwright.training.privacy.PrivacyPlan;
import dev.chatwright.training.runs.DataFile;
import dev.chatwright.training.runs.Machine;
import dev.chatwright.training.runs.RunDescription;
import dev.chatwright.training.runs.RunFolder;
import dev.chatwright.training.runs.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A run in which a model that is there already learns: from conversations what the assistant says
 * in them, or from replies that were compared or rated which to prefer. What learns is all its
 * weights, or changes of low rank beside them.
 *
 * <p>Its folder is a {@link RunFolder} that holds, at the end, {@code model.gguf} ({@code model/}
 * if the base is a folder), or {@code adapter/} in PEFT's layout and {@code adapter.gguf}. Confined
 * to one thread.
 */
public final class Tuning implements TrainingRun {
  /** The role of the examples among the files of such a run. */
  public static final String EXAMPLES = "train";

  /** The role of the model. */
  public static final String BASE = "base";

  /** The role of a model that teaches it. */
  public static final String TEACHER = "teacher";

  private final TuningRecipe recipe;
  private final BaseModel base;
  private final LearntPart part;
  private final BadRows badRows;
  private final TunedModel model;
  private final RunFolder folder;
  private final Optional<PrivacyLedger> ledger;
  private final long steps;
  private final RunDescription description;
  private final RunLoop loop;

  /** Prepares a run without a teacher; else as below. */
  public Tuning(
      TuningRecipe recipe, Path basePath, Path data, Path path, Kernels kernels, Parallel parallel)
      throws IOException {
    this(recipe, basePath, Optional.empty(), data, path, kernels, parallel);
  }

  /**
   * Prepares a run.
   *
   * @param basePath the base model's file or folder
   * @param teacherPath the teacher's, for a run that has one
   * @param data conversations, or replies that were compared or rated, in any format that {@code
   *     data inspect} knows
   * @param path the run's folder; made if it is not there
   * @throws IOException if model or data cannot be read, the run does not fit into memory, or a
   *     checkpoint is broken
   */
  public Tuning(
      TuningRecipe recipe,
      Path basePath,
      Optional<Path> teacherPath,
      Path data,
      Path path,
      Kernels kernels,
      Parallel parallel)
      throws IOException {
    this.recipe = recipe;
    base = BaseModel.open(basePath);
    badRows = new BadRows(recipe.skipsBadRows());
    part = LearntPart.of(recipe, base, basePath);
    List<DataFile> files = files(data, basePath, teacherPath);
    TunedModel.Teaching teaching =
        learner ->
            recipe.distil().isPresent()
                ? distilled(data, teacherPath, kernels, parallel)
                : lessons(data, learner, recipe.referenceIdentity(files), parallel);
    model = tunedModel(basePath, teaching, kernels, parallel);
    try {
      Machine machine = Machine.current(parallel.threads(), kernels.description());
      RunCheckpoint checkpoint = model.checkpoint(recipe.identity(files));
      folder = RunFolder.openAndResume(path, checkpoint::read);
      ledger = openLedger(checkpoint.identity(), machine);
      steps = ledger.map(PrivacyLedger::lastStep).orElse(recipe.cadence().steps());
      if (ledger.isPresent() && isFinished()) {
        ledger.get().finish(); // where a crash came between
      }
      description = describe(files, machine);
      loop =
          new RunLoop(
              model.trainer(),
              model.lessons().objective(),
              model::heldOut,
              checkpoint,
              recipe.cadence().withSteps(steps));
    } catch (IOException | RuntimeException failure) {
      model.close();
      base.close();
      throw failure;
    }
  }

  private Optional<PrivacyLedger> openLedger(String identity, Machine machine) throws IOException {
    if (!(model.lessons() instanceof PrivateLessons lessons)) {
      return Optional.empty();
    }
    try {
      long wanted = recipe.cadence().steps();
      return Optional.of(lessons.open(folder.path(), identity, machine, wanted, stepsTaken()));
    } catch (IOException | RuntimeException failure) {
      folder.close();
      throw failure;
    }
  }

  private List<DataFile> files(Path data, Path basePath, Optional<Path> teacherPath)
      throws IOException {
    try {
      List<DataFile> files = new ArrayList<>();
      files.add(DataFile.of(EXAMPLES, data));
      files.add(DataFile.of(BASE, basePath));
      if (teacherPath.isPresent()) {
        files.add(DataFile.of(TEACHER, teacherPath.get()));
      }
      return files;
    } catch (IOException | RuntimeException failure) {
      base.close();
      throw failure;
    }
  }

  private TunedModel tunedModel(
      Path basePath, TunedModel.Teaching teaching, Kernels kernels, Parallel parallel)
      throws IOException {
    try {
      requireContext(basePath);
      return new TunedModel(recipe, base.spec(), part, teaching, kernels, parallel);
    } catch (ModelException refused) {
      base.close();
      throw new IOException(basePath + ": " + refused.getMessage(), refused);
    } catch (IOException | RuntimeException failure) {
      base.close();
      throw failure;
    }
  }

  private Lessons lessons(Path data, Learner learner, String referenceIdentity, Parallel parallel)
      throws IOException {
    if (recipe.preference().isEmpty()) {
      ChatDocuments chats = ChatDocuments.read(data, recipe, base, badRows);
      return recipe.privacy().isPresent()
          ? new PrivateLessons(recipe.privacy().get(), chats, recipe, parallel)
          : new ChatLessons(chats, recipe);
    }
    PreferenceLoss loss = recipe.preference().get();
    if (!(learner instanceof LowRankChanges changes)) {
      throw new IllegalArgumentException("preferences are learnt by changes of low rank");
    }
    PreferenceDocuments documents =
        PreferenceDocuments.read(data, loss.comparesPairs(), recipe, base, badRows);
    return new PreferenceLessons(loss, documents, recipe, changes, referenceIdentity);
  }

  private Lessons distilled(
      Path data, Optional<Path> teacherPath, Kernels kernels, Parallel parallel)
      throws IOException {
    Path path =
        teacherPath.orElseThrow(
            () -> new IOException("distil.teacher is missing: the model to learn from"));
    ChatDocuments chats = ChatDocuments.read(data, recipe, base, badRows);
    DistilOptions options = recipe.distil().orElseThrow();
    return new DistilLessons(options, BaseModel.open(path), base, chats, recipe, kernels, parallel);
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
        leftOut(),
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
    // A private step goes back twice, which costs half as much again.
    return part.workPerToken() * (recipe.privacy().isPresent() ? 1.5 : 1);
  }

  @Override
  public LeftOut leftOut() {
    return badRows.leftOut();
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public Optional<PrivacyPlan> privacy() {
    return ledger.map(PrivacyLedger::plan);
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
    boolean ready = model.prepare(folder.path(), listener, stop);
    BooleanSupplier stopping = ready ? stop : () -> true;
    RunOutcome outcome =
        loop.run(folder, description, () -> model.write(folder.path()), listener, stopping);
    if (outcome.state() == RunState.FINISHED && ledger.isPresent()) {
      ledger.get().finish();
    }
    return outcome;
  }

  @Override
  public void close() throws IOException {
    model.close();
    base.close();
    if (ledger.isPresent()) {
      ledger.get().close();
    }
    folder.close();
  }
}
