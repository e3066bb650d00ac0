package dev.chatwright.training;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.Recompute;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.model.training.WholeModel;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.optimizer.AveragedWeights;
import dev.chatwright.training.optimizer.Optimizer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A new model as a recipe wants it, the text it learns from, and the trainer between them. It
 * writes nothing but what it is told to.
 *
 * <p>Mutable; confined to one thread.
 */
final class NewModel implements AutoCloseable {
  /** The text and its tokens stand in memory, so that it is bounded. */
  private static final long MOST_BYTES = 400_000_000;

  private final Recipe recipe;
  private final Arena arena = Arena.ofShared();
  private final TextVocabulary vocabulary;
  private final TokenArray heldOut;
  private final ArchSpec spec;
  private final RunMemory memory;
  private final Parameters parameters;
  private final TrainableTransformer network;
  private final Optimizer optimizer;
  private final Trainer trainer;
  private final RandomWindows windows;

  /**
   * Makes the model.
   *
   * @param text the whole of it
   * @param name of the text, for messages
   * @throws IOException if it is too short, or the machine has too little memory
   */
  NewModel(Recipe recipe, byte[] text, String name, Kernels kernels, Parallel parallel)
      throws IOException {
    this.recipe = recipe;
    int context = recipe.model().context();
    vocabulary = recipe.tokenizer().vocabulary(text);
    TokenArray tokens = TokenArray.of(vocabulary.encode(text));
    long learnt = (long) (tokens.length() * (1 - recipe.heldOutShare()));
    if (learnt <= context || tokens.length() - learnt < 2) {
      double least =
          Math.max((context + 1) / (1 - recipe.heldOutShare()), 2 / recipe.heldOutShare());
      throw new IOException(
          "%s has %d bytes, %d tokens; with windows of %d and %s held out it needs at least %.0f tokens"
              .formatted(
                  name,
                  text.length,
                  tokens.length(),
                  context,
                  recipe.heldOutShare(),
                  Math.ceil(least)));
    }
    heldOut = tokens.part(learnt, tokens.length());
    spec = recipe.model().architecture(vocabulary.size());
    memory = RunMemory.of(recipe, spec, kernels, parallel.threads());
    memory.requireRoom();
    parameters = Parameters.zeros(spec, recipe.model().optionalTensors(), arena);
    Initialization.initialize(spec, parameters, recipe.seed());
    TokenBatch batch = new TokenBatch(recipe.batch(), context);
    network =
        new TrainableTransformer(
            spec,
            new WholeModel(parameters),
            Recompute.NOTHING,
            batch,
            recipe.precision().arithmetic(kernels),
            parallel);
    optimizer = recipe.optimizer().create(parameters, kernels, parallel, arena);
    trainer = new Trainer(network, optimizer, recipe.trainer(), kernels, parallel);
    windows = new RandomWindows(tokens.part(0, learnt), context, recipe.seed());
  }

  /**
   * Reads a text.
   *
   * @throws IOException if it cannot be read or is too long
   */
  static byte[] read(Path text) throws IOException {
    long size = Files.size(text);
    if (size > MOST_BYTES) {
      throw new IOException("%s has %,d bytes, the most is %,d".formatted(text, size, MOST_BYTES));
    }
    return Files.readAllBytes(text);
  }

  RunMemory memory() {
    return memory;
  }

  Parameters parameters() {
    return parameters;
  }

  Trainer trainer() {
    return trainer;
  }

  RandomWindows windows() {
    return windows;
  }

  /** Returns the floating-point operations that a token costs. */
  double workPerToken() {
    return StepWork.perToken(spec, recipe.model().optionalTensors(), recipe.model().context());
  }

  RunCheckpoint checkpoint(String identity) {
    return new RunCheckpoint(
        trainer, optimizer, windows, Map.of("values", parameters.values()), identity);
  }

  /** Returns the loss over the held-out split, of the averaged weights where there are such. */
  double heldOutLoss() {
    return AveragedWeights.loss(optimizer, () -> HeldOutLoss.compute(network, heldOut));
  }

  /** Writes the model as GGUF, with the averaged weights where there are such. */
  void write(Path file, String name) throws IOException {
    AveragedWeights.during(
        optimizer,
        () -> {
          try (Arena zeros = Arena.ofConfined()) {
            GgufWriter writer = new GgufWriter();
            TrainedModel.describe(spec, parameters, name, writer, zeros);
            vocabulary.describe(writer);
            writer.write(file);
          }
        });
  }

  @Override
  public void close() {
    network.close();
    arena.close();
  }
}
