package dev.chatwright.training;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
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

  /** The text and its tokens stand in memory, so that it is bounded. */
  private static final long MOST_BYTES = 400_000_000;

  private final Recipe recipe;
  private final RunFolder folder;
  private final RunDescription description;
  private final Arena arena = Arena.ofShared();
  private final ByteVocabulary vocabulary;
  private final TokenArray heldOut;
  private final ArchSpec spec;
  private final RunMemory memory;
  private final Parameters parameters;
  private final TrainableTransformer network;
  private final Trainer trainer;
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
    byte[] bytes = read(text);
    int context = recipe.model().context();
    long learnt = (long) (bytes.length * (1 - recipe.heldOutShare()));
    if (learnt <= context || bytes.length - learnt < 2) {
      throw new IOException(
          "%s has %d bytes; with windows of %d and %s held out it needs more"
              .formatted(text, bytes.length, context, recipe.heldOutShare()));
    }
    vocabulary = new ByteVocabulary(bytes);
    TokenArray tokens = TokenArray.of(vocabulary.encode(bytes));
    heldOut = tokens.part(learnt, tokens.length());
    spec = recipe.model().architecture(vocabulary.size());
    memory = RunMemory.of(recipe, spec, kernels, parallel.threads());
    memory.requireRoom();
    parameters = Parameters.zeros(spec, recipe.model().optionalTensors(), arena);
    Initialization.initialize(spec, parameters, recipe.seed());
    TokenBatch batch = new TokenBatch(recipe.batch(), context);
    network = new TrainableTransformer(spec, parameters, batch, kernels, parallel);
    AdamW optimizer = new AdamW(recipe.optimizer(), parameters, kernels, parallel, arena);
    trainer = new Trainer(network, optimizer, recipe.trainer(), kernels, parallel);
    RandomWindows windows = new RandomWindows(tokens.part(0, learnt), context, recipe.seed());
    DataFile data = DataFile.of(TRAINING_TEXT, text, bytes);
    description = describe(data, Machine.current(parallel.threads(), kernels.description()));
    RunCheckpoint checkpoint =
        new RunCheckpoint(
            trainer,
            optimizer,
            windows,
            Map.of("values", parameters.values()),
            recipe.identity(data));
    loop = new RunLoop(trainer, windows, this::heldOutLoss, checkpoint, recipe.cadence());
    folder = RunFolder.open(path);
    resume(checkpoint);
  }

  private RunDescription describe(DataFile data, Machine machine) {
    return new RunDescription(
        KIND,
        recipe.source(),
        recipe.seed(),
        recipe.cadence().steps(),
        List.of(data),
        parameters.count(),
        machine);
  }

  private void resume(RunCheckpoint checkpoint) throws IOException {
    if (!Files.exists(folder.checkpoint())) {
      return;
    }
    try {
      checkpoint.read(folder.checkpoint());
    } catch (IOException failure) {
      folder.close();
      throw failure;
    }
  }

  private static byte[] read(Path text) throws IOException {
    long size = Files.size(text);
    if (size > MOST_BYTES) {
      throw new IOException("%s has %,d bytes, the most is %,d".formatted(text, size, MOST_BYTES));
    }
    return Files.readAllBytes(text);
  }

  @Override
  public RunMemory memory() {
    return memory;
  }

  @Override
  public long parameterCount() {
    return parameters.count();
  }

  @Override
  public double workPerToken() {
    return StepWork.perToken(spec, parameters, recipe.model().context());
  }

  @Override
  public long stepsTaken() {
    return trainer.nextStep();
  }

  @Override
  public boolean isFinished() {
    return stepsTaken() >= recipe.cadence().steps()
        && folder.manifest().filter(run -> run.state() == RunState.FINISHED).isPresent();
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

  /** Returns the mean loss over the whole held-out split, in nats per token. */
  public double heldOutLoss() {
    return HeldOutLoss.compute(network, heldOut);
  }

  private void saveModel() throws IOException {
    try (Arena zeros = Arena.ofConfined()) {
      GgufWriter writer = new GgufWriter();
      String name = String.valueOf(folder.path().toAbsolutePath().getFileName());
      TrainedModel.describe(spec, parameters, name, writer, zeros);
      vocabulary.describe(writer);
      writer.write(folder.path().resolve(MODEL));
    }
  }

  @Override
  public void close() throws IOException {
    network.close();
    arena.close();
    folder.close();
  }
}
