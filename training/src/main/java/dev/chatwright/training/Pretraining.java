package dev.chatwright.training;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * A run that makes a new model from a text, as a recipe says.
 *
 * <p>Its folder holds {@code run.checkpoint} and, at the end, {@code model.gguf}. A run whose
 * checkpoint is there already goes on from it. Confined to one thread.
 */
public final class Pretraining implements AutoCloseable {
  private static final String CHECKPOINT = "run.checkpoint";
  private static final String MODEL = "model.gguf";

  /** The text and its tokens stand in memory, so that it is bounded. */
  private static final long MOST_BYTES = 400_000_000;

  private final Recipe recipe;
  private final Path folder;
  private final Arena arena = Arena.ofShared();
  private final ByteVocabulary vocabulary;
  private final TokenArray heldOut;
  private final ArchSpec spec;
  private final RunMemory memory;
  private final Parameters parameters;
  private final TrainableTransformer network;
  private final Trainer trainer;
  private final RandomWindows windows;
  private final RunCheckpoint checkpoint;

  /** Is told how a run goes. */
  public interface Listener {
    /** A step was taken. */
    void stepTaken(StepReport report);

    /** The held-out split was evaluated after a step. */
    void evaluated(long step, double heldOutLoss);
  }

  /**
   * Prepares a run.
   *
   * @param text the file to learn from
   * @param folder where checkpoint and model are written; made if it is not there
   * @throws IOException if the text cannot be read or is too short, or a checkpoint is broken
   */
  public Pretraining(Recipe recipe, Path text, Path folder, Kernels kernels, Parallel parallel)
      throws IOException {
    this.recipe = recipe;
    this.folder = Files.createDirectories(folder);
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
    windows = new RandomWindows(tokens.part(0, learnt), context, recipe.seed());
    checkpoint = new RunCheckpoint(trainer, optimizer, windows, parameters, recipe.identity(bytes));
    if (Files.exists(folder.resolve(CHECKPOINT))) {
      checkpoint.read(folder.resolve(CHECKPOINT));
    }
  }

  private static byte[] read(Path text) throws IOException {
    long size = Files.size(text);
    if (size > MOST_BYTES) {
      throw new IOException("%s has %,d bytes, the most is %,d".formatted(text, size, MOST_BYTES));
    }
    return Files.readAllBytes(text);
  }

  /** Returns the memory that the run takes. */
  public RunMemory memory() {
    return memory;
  }

  /** Returns how many numbers are trained. */
  public long parameterCount() {
    return parameters.count();
  }

  /** Returns how many steps were taken, in earlier runs too. */
  public long stepsTaken() {
    return trainer.nextStep();
  }

  /**
   * Takes the steps that are left, and saves.
   *
   * @param stop is asked after every step whether to save and return early
   * @throws IOException if nothing can be written
   */
  public void run(Listener listener, BooleanSupplier stop) throws IOException {
    while (trainer.nextStep() < recipe.steps() && !stop.getAsBoolean()) {
      StepReport report = trainer.step(windows);
      listener.stepTaken(report);
      long done = trainer.nextStep();
      if (recipe.evaluateEvery() > 0 && done % recipe.evaluateEvery() == 0) {
        listener.evaluated(done, heldOutLoss());
        checkpoint.write(folder.resolve(CHECKPOINT));
      }
    }
    checkpoint.write(folder.resolve(CHECKPOINT));
    if (trainer.nextStep() >= recipe.steps()) {
      saveModel();
    }
  }

  /** Returns the mean loss over the whole held-out split, in nats per token. */
  public double heldOutLoss() {
    return HeldOutLoss.compute(network, heldOut);
  }

  private void saveModel() throws IOException {
    try (Arena zeros = Arena.ofConfined()) {
      GgufWriter writer = new GgufWriter();
      String name = String.valueOf(folder.toAbsolutePath().getFileName());
      TrainedModel.describe(spec, parameters, name, writer, zeros);
      vocabulary.describe(writer);
      writer.write(folder.resolve(MODEL));
    }
  }

  @Override
  public void close() {
    network.close();
    arena.close();
  }
}
