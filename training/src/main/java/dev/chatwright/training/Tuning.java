package dev.chatwright.training;

import dev.chatwright.inference.BaseModel;
import dev.chatwright.model.ModelException;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.data.LeftOut;
import dev.chatwright.training.privacy.PrivacyLedger;
import dev.chatwright.training.privacy.PrivacyPlan;
import dev.chatwright.training.runs.DataFile;
import dev.chatwright.training.runs.Machine;
import dev.chatwright.training.runs.RunDescription;
import dev.chatwright.training.runs.RunFolder;
import dev.chatwright.training.runs.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A run in which a model that is there already learns: from conversations what the assistant says
 * in them, or from replies that were compared or rated which to prefer. What learns is all its
 * weights, or changes of low rank beside them.
 *
 * <p>Its folder is a {@link RunFolder} that holds, at the end, {@code model.gguf} ({@code model/}
 * if the base is a folder), or {@code adapter/} in PEFT's layout and {@code adapter.gguf} unless it
 * has magnitudes (DoRA). Confined to one thread.
 */
public final class Tuning implements TrainingRun {
  private final TuningRecipe recipe;
  private final OpenResources resources;
  private final LearntPart part;
  private final BadRows badRows;
  private final TunedModel model;
  private final RunFolder folder;
  private final Optional<PrivacyLedger> ledger;
  private final long steps;
  private final RunDescription description;
  private final RunLoop loop;

  /**
   * Prepares a run.
   *
   * @param path the run's folder; made if it is not there
   * @throws IOException if model or data cannot be read, the run does not fit into memory, or a
   *     checkpoint is broken; then nothing stays open
   */
  public static Tuning open(
      TuningRecipe recipe, TuningFiles files, Path path, Kernels kernels, Parallel parallel)
      throws IOException {
    return OpenResources.make(
        resources -> new Tuning(recipe, files, path, kernels, parallel, resources));
  }

  private Tuning(
      TuningRecipe recipe,
      TuningFiles files,
      Path path,
      Kernels kernels,
      Parallel parallel,
      OpenResources resources)
      throws IOException {
    this.recipe = recipe;
    this.resources = resources;
    BaseModel base = BaseModel.open(files.base());
    resources.add(base::close);
    requireContext(base, files.base());
    part = LearntPart.of(recipe, base, files.base());
    badRows = new BadRows(recipe.skipsBadRows());
    List<DataFile> described = files.describe();
    Path examples = files.examples();
    if (recipe.asksTeacher()) {
      examples = TeacherReplies.of(recipe, files, described, path, badRows).requireAll();
      described.add(DataFile.of(TeacherReplies.REPLIES, examples));
    }
    TuningLessons lessons =
        new TuningLessons(
            recipe,
            files,
            examples,
            base,
            recipe.referenceIdentity(described),
            badRows,
            kernels,
            parallel,
            resources);
    model = tunedModel(base, files.base(), lessons);
    Machine machine = Machine.current(parallel.threads(), kernels.description());
    RunCheckpoint checkpoint = model.checkpoint(recipe.identity(described));
    folder = RunFolder.openAndResume(path, checkpoint::read);
    resources.add(folder::close);
    ledger = openLedger(checkpoint.identity(), machine);
    steps = ledger.map(PrivacyLedger::lastStep).orElse(recipe.cadence().steps());
    if (ledger.isPresent() && isFinished()) {
      ledger.get().finish(); // where a crash came between
    }
    description = describe(described, machine);
    loop =
        new RunLoop(
            model.trainer(),
            model.lessons().objective(),
            model::heldOut,
            checkpoint,
            recipe.cadence().withSteps(steps));
  }

  private void requireContext(BaseModel base, Path basePath) throws IOException {
    if (recipe.length() > base.spec().contextLength()) {
      throw new IOException(
          "training.length is %d, the context of %s is %d"
              .formatted(recipe.length(), basePath, base.spec().contextLength()));
    }
  }

  private TunedModel tunedModel(BaseModel base, Path basePath, TuningLessons lessons)
      throws IOException {
    try {
      return new TunedModel(recipe, base.spec(), part, lessons);
    } catch (ModelException refused) {
      throw new IOException(basePath + ": " + refused.getMessage(), refused);
    }
  }

  private Optional<PrivacyLedger> openLedger(String identity, Machine machine) throws IOException {
    if (!(model.lessons() instanceof PrivateLessons lessons)) {
      return Optional.empty();
    }
    long wanted = recipe.cadence().steps();
    PrivacyLedger opened = lessons.open(folder.path(), identity, machine, wanted, stepsTaken());
    resources.add(opened::close);
    lessons.payTo(opened);
    return Optional.of(opened);
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
        recipe.precision().here().word(),
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
  public String output() {
    return part.output();
  }

  @Override
  public RunOutcome run(RunListener listener, BooleanSupplier stop) throws IOException {
    RunOutcome outcome = loop.run(folder, description, model.ends(folder.path()), listener, stop);
    if (outcome.state() == RunState.FINISHED && ledger.isPresent()) {
      ledger.get().finish();
    }
    return outcome;
  }

  @Override
  public void close() throws IOException {
    resources.close();
  }
}
