package dev.chatwright.training;

import dev.chatwright.inference.BaseModel;
import dev.chatwright.inference.adapter.AdapterFile;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.training.LowRankChanges;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.data.TokenDocument;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model as it is, the changes of low rank that it learns from conversations, and the trainer
 * between them. It writes nothing but what it is told to.
 *
 * <p>Mutable; confined to one thread.
 */
final class TunedModel implements AutoCloseable {
  private final TuningRecipe recipe;
  private final BaseModel base;
  private final Arena arena = Arena.ofShared();
  private final RunMemory memory;
  private final ResumableSource batches;
  private final PackedBatches heldOut;
  private final LowRankChanges changes;
  private final TrainableTransformer network;
  private final Optimizer optimizer;
  private final Trainer trainer;
  private final Optional<PrivateSteps> privateSteps;

  /**
   * Makes the changes.
   *
   * @param base must outlive this
   * @throws IOException if the machine has too little memory, or nothing is learnt from a split
   * @throws dev.chatwright.model.ModelException if the model has a part without a backward pass
   */
  TunedModel(
      TuningRecipe recipe,
      BaseModel base,
      ChatDocuments documents,
      Kernels kernels,
      Parallel parallel)
      throws IOException {
    this.recipe = recipe;
    this.base = base;
    PackedBatches packed = packed(documents.learnt(), "data.train", recipe.length(), recipe.seed());
    heldOut = packed(documents.heldOut(), "data.heldOut", recipe.length(), 0);
    memory = memory(kernels, parallel.threads());
    memory.requireRoom();
    ArchSpec spec = base.spec();
    changes = new LowRankChanges(spec, base.weights(), recipe.changes(), kernels, arena);
    Initialization.initialize(changes, recipe.seed());
    TokenBatch batch = new TokenBatch(recipe.batch(), recipe.length());
    network = new TrainableTransformer(spec, changes, recipe.recompute(), batch, kernels, parallel);
    optimizer = recipe.optimizer().create(changes.parameters(), kernels, parallel, arena);
    privateSteps =
        recipe.privacy().isEmpty()
            ? Optional.empty()
            : Optional.of(
                PrivateSteps.of(recipe.privacy().get(), documents.learnt(), network, parallel));
    batches = privateSteps.isPresent() ? privateSteps.get().documents() : packed;
    StepGradient gradient =
        privateSteps.isPresent()
            ? privateSteps.get().gradient()
            : new MeanGradient(network, recipe.trainer().accumulation());
    trainer = new Trainer(network, gradient, optimizer, recipe.trainer(), kernels, parallel);
  }

  private static PackedBatches packed(
      List<TokenDocument> documents, String what, int length, long seed) throws IOException {
    PackedBatches packed = new PackedBatches(documents, length, seed);
    if (packed.count() == 0) {
      throw new IOException(
          "the assistant says nothing in the first tokens of %s that fit into %d"
              .formatted(what, length));
    }
    return packed;
  }

  private RunMemory memory(Kernels kernels, int threads) {
    return RunMemory.of(
        LowRankChanges.count(base.spec(), base.weights(), recipe.changes()),
        recipe.optimizer(),
        TrainableTransformer.bytes(
            base.spec(),
            base.weights(),
            recipe.changes(),
            recipe.recompute(),
            recipe.batch(),
            recipe.length(),
            kernels,
            threads));
  }

  RunMemory memory() {
    return memory;
  }

  Parameters parameters() {
    return changes.parameters();
  }

  Trainer trainer() {
    return trainer;
  }

  ResumableSource batches() {
    return batches;
  }

  /** Returns what makes steps private, where they are. */
  Optional<PrivateSteps> privateSteps() {
    return privateSteps;
  }

  /** Returns the floating-point operations that a token costs. */
  double workPerToken() {
    return StepWork.perTokenOfFrozen(base.spec(), base.weights(), recipe.length());
  }

  RunCheckpoint checkpoint(String identity) {
    return new RunCheckpoint(
        trainer, optimizer, batches, Map.of("values", parameters().values()), identity);
  }

  /** Returns the loss over the held-out split, of the averaged changes where there are such. */
  double heldOutLoss() {
    return AveragedWeights.loss(optimizer, () -> heldOut.loss(network));
  }

  /**
   * Writes the changes, with the averaged ones where there are such.
   *
   * @param name of the base model
   * @param folder of PEFT's layout
   * @param file for GGUF
   */
  void write(String name, Path folder, Path file) throws IOException {
    AveragedWeights.during(
        optimizer,
        () -> {
          AdapterFile.writeFolder(changes.adapter(), base.spec(), name, folder);
          AdapterFile.writeGguf(changes.adapter(), base.spec(), name, file);
        });
  }

  @Override
  public void close() {
    network.close();
    arena.close();
  }
}
