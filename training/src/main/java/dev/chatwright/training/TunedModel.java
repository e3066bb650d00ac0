package dev.chatwright.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.training.Learner;
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

/**
 * What learns of a model that is there already, the conversations that it learns from, and the
 * trainer between them. It writes nothing but what it is told to.
 *
 * <p>Mutable; confined to one thread.
 */
final class TunedModel implements AutoCloseable {
  private final LearntPart part;
  private final Arena arena = Arena.ofShared();
  private final RunMemory memory;
  private final PackedBatches batches;
  private final PackedBatches heldOut;
  private final Learner learner;
  private final TrainableTransformer network;
  private final Optimizer optimizer;
  private final Trainer trainer;

  /**
   * Makes what learns.
   *
   * @param spec of the base model, which must outlive this
   * @throws IOException if the machine has too little memory, or nothing is learnt from a split
   * @throws dev.chatwright.model.ModelException if the model has a part without a backward pass
   */
  TunedModel(
      TuningRecipe recipe,
      ArchSpec spec,
      LearntPart part,
      ChatDocuments documents,
      Kernels kernels,
      Parallel parallel)
      throws IOException {
    this.part = part;
    batches = packed(documents.learnt(), "data.train", recipe.length(), recipe.seed());
    heldOut = packed(documents.heldOut(), "data.heldOut", recipe.length(), 0);
    memory =
        RunMemory.of(
            part.count(), recipe.optimizer(), part.activationBytes(kernels, parallel.threads()));
    memory.requireRoom();
    learner = part.create(kernels, arena);
    TokenBatch batch = new TokenBatch(recipe.batch(), recipe.length());
    network = new TrainableTransformer(spec, learner, recipe.recompute(), batch, kernels, parallel);
    optimizer = recipe.optimizer().create(learner.parameters(), kernels, parallel, arena);
    trainer = new Trainer(network, optimizer, recipe.trainer(), kernels, parallel);
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

  RunMemory memory() {
    return memory;
  }

  Parameters parameters() {
    return learner.parameters();
  }

  Trainer trainer() {
    return trainer;
  }

  PackedBatches batches() {
    return batches;
  }

  RunCheckpoint checkpoint(String identity) {
    return new RunCheckpoint(
        trainer, optimizer, batches, Map.of("values", parameters().values()), identity);
  }

  /** Returns the loss over the held-out split, of the averaged weights where there are such. */
  double heldOutLoss() {
    return AveragedWeights.loss(optimizer, () -> heldOut.loss(network));
  }

  /** Writes what was learnt into a run's folder, averaged where there are averages. */
  void write(Path folder) throws IOException {
    AveragedWeights.during(optimizer, () -> part.write(learner, folder));
  }

  @Override
  public void close() {
    network.close();
    arena.close();
  }
}
