package dev.chatwright.training;

import dev.chatwright.inference.BaseModel;
import dev.chatwright.inference.adapter.AdapterFile;
import dev.chatwright.model.ModelException;
import dev.chatwright.model.training.LowRankChanges;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.data.TokenDocument;
import dev.chatwright.training.runs.DataFile;
import dev.chatwright.training.runs.Machine;
import dev.chatwright.training.runs.RunDescription;
import dev.chatwright.training.runs.RunFolder;
import dev.chatwright.training.runs.RunState;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A run in which a model learns from conversations what the assistant says in them, by changes of
 * low rank; its own weights stay as they are, in the blocks of its file.
 *
 * <p>Its folder is a {@link RunFolder} that holds, at the end, {@code adapter/} in PEFT's layout
 * and {@code adapter.gguf}. Confined to one thread.
 */
public final class LoraTuning implements TrainingRun {
  /** What {@code run.json} calls such a run. */
  public static final String KIND = "lora";

  /** The role of the conversations among the files of such a run. */
  public static final String CONVERSATIONS = "train";

  /** The role of the model. */
  public static final String BASE = "base";

  private static final String PEFT = "adapter";
  private static final String GGUF = "adapter.gguf";

  private final TuningRecipe recipe;
  private final Path modelPath;
  private final Arena arena = Arena.ofShared();
  private final BaseModel model;
  private final LowRankChanges changes;
  private final TrainableTransformer network;
  private final Optimizer optimizer;
  private final PackedBatches heldOut;
  private final Trainer trainer;
  private final RunMemory memory;
  private final RunLoop loop;
  private final RunFolder folder;
  private final RunDescription description;

  /**
   * Prepares a run.
   *
   * @param modelPath the base model's file
   * @param data conversations, in any format that {@code data inspect} knows
   * @param path the run's folder; made if it is not there
   * @throws IOException if model or data cannot be read, the run does not fit into memory, or a
   *     checkpoint is broken
   */
  public LoraTuning(
      TuningRecipe recipe, Path modelPath, Path data, Path path, Kernels kernels, Parallel parallel)
      throws IOException {
    this.recipe = recipe;
    this.modelPath = modelPath;
    model = BaseModel.open(modelPath);
    try {
      requireContext();
      ChatDocuments documents = ChatDocuments.read(data, recipe.heldOutShare(), model);
      memory = memory(kernels, parallel.threads());
      memory.requireRoom();
      changes = new LowRankChanges(model.spec(), model.weights(), recipe.changes(), kernels, arena);
      Initialization.initialize(changes, recipe.seed());
      network =
          new TrainableTransformer(
              model.spec(),
              changes,
              recipe.recompute(),
              new TokenBatch(recipe.batch(), recipe.length()),
              kernels,
              parallel);
      Parameters parameters = changes.parameters();
      optimizer = recipe.optimizer().create(parameters, kernels, parallel, arena);
      trainer = new Trainer(network, optimizer, recipe.trainer(), kernels, parallel);
      PackedBatches batches =
          packed(documents.learnt(), "data.train", recipe.length(), recipe.seed());
      heldOut = packed(documents.heldOut(), "data.heldOut", recipe.length(), 0);
      List<DataFile> files =
          List.of(DataFile.of(CONVERSATIONS, data), DataFile.of(BASE, modelPath));
      description =
          new RunDescription(
              KIND,
              recipe.source(),
              recipe.seed(),
              recipe.cadence().steps(),
              files,
              parameters.count(),
              Machine.current(parallel.threads(), kernels.description()));
      RunCheckpoint checkpoint =
          new RunCheckpoint(
              trainer,
              optimizer,
              batches,
              Map.of("values", parameters.values()),
              recipe.identity(files));
      loop = new RunLoop(trainer, batches, this::heldOutLoss, checkpoint, recipe.cadence());
      folder = RunFolder.open(path);
      if (Files.exists(folder.checkpoint())) {
        checkpoint.read(folder.checkpoint());
      }
    } catch (ModelException refused) {
      model.close();
      throw new IOException(modelPath + ": " + refused.getMessage(), refused);
    } catch (IOException | RuntimeException failure) {
      model.close();
      throw failure;
    }
  }

  private void requireContext() throws IOException {
    if (recipe.length() > model.spec().contextLength()) {
      throw new IOException(
          "training.length is %d, the context of %s is %d"
              .formatted(recipe.length(), modelPath, model.spec().contextLength()));
    }
  }

  private RunMemory memory(Kernels kernels, int threads) {
    long numbers = LowRankChanges.count(model.spec(), model.weights(), recipe.changes());
    return RunMemory.of(
        numbers,
        recipe.optimizer(),
        TrainableTransformer.bytes(
            model.spec(),
            model.weights(),
            recipe.changes(),
            recipe.recompute(),
            recipe.batch(),
            recipe.length(),
            kernels,
            threads));
  }

  private static PackedBatches packed(
      List<TokenDocument> documents, String what, int length, long seed) throws IOException {
    PackedBatches batches = new PackedBatches(documents, length, seed);
    if (batches.count() == 0) {
      throw new IOException(
          "the assistant says nothing in the first tokens of %s that fit into %d"
              .formatted(what, length));
    }
    return batches;
  }

  @Override
  public RunMemory memory() {
    return memory;
  }

  @Override
  public long parameterCount() {
    return changes.parameters().count();
  }

  /** Forward and backward through the model, whose own gradients are not computed. */
  @Override
  public double workPerToken() {
    return StepWork.perTokenOfFrozen(model.spec(), model.weights(), recipe.length());
  }

  @Override
  public long steps() {
    return recipe.cadence().steps();
  }

  @Override
  public long stepsTaken() {
    return trainer.nextStep();
  }

  @Override
  public boolean isFinished() {
    return stepsTaken() >= steps()
        && folder.manifest().filter(run -> run.state() == RunState.FINISHED).isPresent();
  }

  @Override
  public String output() {
    return GGUF;
  }

  @Override
  public RunOutcome run(RunListener listener, BooleanSupplier stop) throws IOException {
    return loop.run(folder, description, this::saveAdapter, listener, stop);
  }

  private double heldOutLoss() {
    double[] loss = new double[1];
    AveragedWeights.during(optimizer, () -> loss[0] = heldOut.loss(network));
    return loss[0];
  }

  private void saveAdapter() throws IOException {
    AveragedWeights.during(optimizer, this::writeAdapter);
  }

  private void writeAdapter() throws IOException {
    String base = String.valueOf(modelPath.getFileName());
    AdapterFile.writeFolder(changes.adapter(), model.spec(), base, folder.path().resolve(PEFT));
    AdapterFile.writeGguf(changes.adapter(), model.spec(), base, folder.path().resolve(GGUF));
  }

  @Override
  public void close() throws IOException {
    network.close();
    arena.close();
    model.close();
    folder.close();
  }
}
