package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.ModelException;
import dev.chatwright.model.NormSpec;
import dev.chatwright.model.RotarySpec;
import dev.chatwright.model.Weights;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network from tokens and targets to a loss and its gradients.
 *
 * <p>All memory of its own is allocated when it is created; {@link #bytes} tells how much that will
 * be. The same parameters and batches give the same bits for every number of threads. Confined to
 * one thread.
 */
public final class TrainableTransformer implements AutoCloseable {
  private final ArchSpec spec;
  private final Learner learner;
  private final Recompute recompute;
  private final Arena arena = Arena.ofShared();
  private final EmbeddingLayer embedding;
  private final List<BlockLayer> blocks;
  private final NormLayer finalNorm;
  private final LossHead head;
  private final List<LayerActivations> saved;
  private final Tensor lastHidden;
  private final Tensor lastNormed;
  private final BackwardMemory memory;
  private final Rotations rotations;
  private final Rotations localRotations;
  private final Workers workers;
  private final TokenBatch batch;
  private final int[] positions;
  private final float[] factors;
  private final Step step;

  /**
   * Creates a network all of which learns from one batch, which is filled again for every step.
   *
   * @param parameters are read at every step and must outlive it
   * @throws ModelException if the architecture has a part without a backward pass, or sequences are
   *     longer than its context
   */
  public TrainableTransformer(
      ArchSpec spec, Parameters parameters, TokenBatch batch, Kernels kernels, Parallel parallel) {
    this(spec, new WholeModel(parameters), Recompute.NOTHING, batch, kernels, parallel);
  }

  /**
   * Creates a network that learns from one batch, which is filled again for every step.
   *
   * @param learner its tensors are read at every step and must outlive it
   * @throws ModelException if the architecture has a part without a backward pass, a weight is
   *     missing, or sequences are longer than its context
   */
  public TrainableTransformer(
      ArchSpec spec,
      Learner learner,
      Recompute recompute,
      TokenBatch batch,
      Kernels kernels,
      Parallel parallel) {
    this(spec, learner, recompute, batch, Arithmetic.floats(kernels), parallel);
  }

  /**
   * Creates the same with products of some kind.
   *
   * @throws ModelException as above
   */
  public TrainableTransformer(
      ArchSpec spec,
      Learner learner,
      Recompute recompute,
      TokenBatch batch,
      Arithmetic arithmetic,
      Parallel parallel) {
    requireTrainable(spec, batch);
    this.spec = spec;
    this.learner = learner;
    this.recompute = recompute;
    this.batch = batch;
    int rows = batch.rows();
    embedding = EmbeddingLayer.of(spec, learner);
    blocks =
        IntStream.range(0, spec.layers())
            .mapToObj(layer -> BlockLayer.of(spec, layer, learner, arena))
            .toList();
    finalNorm = NormLayer.of(spec, learner, "output_norm", arena);
    saved = allocateSaved(rows);
    lastHidden = LayerActivations.zeros(rows, spec.width(), arena);
    lastNormed = LayerActivations.zeros(rows, spec.width(), arena);
    memory = BackwardMemory.allocate(spec, rows, arena);
    head = new LossHead(headOf(learner), spec.logitSoftCap(), lastNormed, memory.normed(), arena);
    rotations = rotations(spec.attention().rotary());
    localRotations = Rotations.differ(spec) ? rotations(spec.attention().localRotary()) : rotations;
    workers = new Workers(spec, learner, batch, arithmetic, parallel, arena);
    positions = new int[rows];
    factors = new float[rows];
    step = new Step(batch, rotations, localRotations, memory, workers);
  }

  private Rotations rotations(RotarySpec rotary) {
    return new Rotations(rotary, spec, learner.weights(), batch.length(), batch.rows(), arena);
  }

  private List<LayerActivations> allocateSaved(int rows) {
    if (recompute == Recompute.NOTHING) {
      return IntStream.range(0, spec.layers())
          .mapToObj(_ -> LayerActivations.allocate(spec, rows, arena))
          .toList();
    }
    LayerActivations shared = LayerActivations.allocate(spec, rows, arena);
    return IntStream.range(0, spec.layers())
        .mapToObj(_ -> LayerActivations.allocate(spec, rows, recompute, shared, arena))
        .toList();
  }

  private static LinearLayer headOf(Learner learner) {
    boolean tied = learner.findProduct("output.weight").isEmpty();
    return learner.linear(tied ? "token_embd" : "output");
  }

  private static void requireTrainable(ArchSpec spec, TokenBatch batch) {
    require(spec.norms().placement() != NormSpec.Placement.AFTER, "norms before each sublayer");
    require(spec.attention().causal(), "causal attention");
    require(spec.embedding().tokenTypes() == 0, "tokens of one type");
    require(!spec.embedding().normalised(), "embeddings without a norm");
    if (batch.length() > spec.contextLength()) {
      throw new ModelException(
          "sequences must not be longer than the context of %d, got %d"
              .formatted(spec.contextLength(), batch.length()));
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new ModelException("training supports architectures with %s".formatted(what));
    }
  }

  /** Returns how much memory a network needs besides its parameters and their gradients. */
  public static long bytes(
      ArchSpec spec, int sequences, int length, Arithmetic arithmetic, int threads) {
    return bytes(spec, Recompute.NOTHING, sequences, length, arithmetic, threads);
  }

  /** Returns the same for a network that computes some activations again. */
  public static long bytes(
      ArchSpec spec,
      Recompute recompute,
      int sequences,
      int length,
      Arithmetic arithmetic,
      int threads) {
    return bytes(spec, LearnerRooms.NONE, recompute, sequences, length, arithmetic, threads);
  }

  /**
   * Returns how much memory a network needs besides the weights, changes of which it learns, the
   * changes and their gradients.
   */
  public static long bytes(
      ArchSpec spec,
      Weights base,
      LowRankOptions options,
      Recompute recompute,
      int sequences,
      int length,
      Arithmetic arithmetic,
      int threads) {
    LearnerRooms rooms = LowRankChanges.rooms(spec, base, options);
    return bytes(spec, rooms, recompute, sequences, length, arithmetic, threads);
  }

  private static long bytes(
      ArchSpec spec,
      LearnerRooms rooms,
      Recompute recompute,
      int sequences,
      int length,
      Arithmetic arithmetic,
      int threads) {
    int rows = Math.multiplyExact(sequences, length);
    return LayerActivations.bytes(spec, rows, recompute)
        + BackwardMemory.bytes(spec, rows)
        + 2L * rows * spec.width() * Float.BYTES
        + LossHead.bytes(rows, spec.width(), spec.embedding().vocabularySize())
        + Rotations.bytes(spec, length, rows)
        + Workers.sharedBytes(rooms, rows, threads)
        + arithmetic.bfloats().map(it -> BfloatMemory.bytes(spec, rows, it)).orElse(0L)
        + threads * Workers.scratchBytes(spec, length, arithmetic.kernels());
  }

  /**
   * Returns how much memory a network of a {@link FrozenModel} needs besides its weights, to {@link
   * #teach}.
   */
  public static long teachingBytes(
      ArchSpec spec, int sequences, int length, Kernels kernels, int threads) {
    Arithmetic floats = Arithmetic.floats(kernels);
    return bytes(spec, LearnerRooms.NONE, Recompute.BLOCKS, sequences, length, floats, threads);
  }

  /** Returns the architecture. */
  public ArchSpec spec() {
    return spec;
  }

  /** Returns what is trained. */
  public Parameters parameters() {
    return learner.parameters();
  }

  /** Returns what the next step learns from. */
  public TokenBatch batch() {
    return batch;
  }

  /**
   * Returns the sum of the losses of all rows of the batch that have a target, in nats.
   *
   * @throws IllegalArgumentException if the batch holds what is not in the vocabulary, or documents
   *     that overlap
   */
  public double loss() {
    return sum(losses());
  }

  /**
   * Returns the loss of each row of the batch, in nats, 0 where there is no target; overwritten by
   * the next call of any method. {@link #gradients} may follow.
   *
   * @throws IllegalArgumentException as {@link #loss}
   */
  public float[] losses() {
    forward();
    return head.losses(batch.targets(), workers);
  }

  /**
   * Returns the same as {@link #loss} and adds to the gradients of all parameters.
   *
   * @param factor what the sum is multiplied by before it is differentiated: one over the number of
   *     targets for the gradient of their mean
   * @throws IllegalArgumentException if the batch holds what is not in the vocabulary, or documents
   *     that overlap
   */
  public double lossAndGradients(float factor) {
    forward();
    Arrays.fill(factors, factor);
    return sum(backward(factors));
  }

  /**
   * Adds to the gradients of all parameters those of {@code Σ_t factors[t] · losses[t]}, after
   * {@link #losses} of the same batch, where the factors depend on the losses.
   */
  public void gradients(float[] factorOfRow) {
    backward(factorOfRow);
  }

  /**
   * Returns for each document that has a target how long its own gradient of {@code Σ_t factors[t]
   * · losses[t]} is, over its rows t; after {@link #losses} of the same batch. Gradients stay as
   * they are, and {@link #gradients} may follow.
   *
   * @throws UnsupportedOperationException if not changes of low rank learn
   */
  public List<DocumentNorm> gradientNorms(float[] factorOfRow) {
    DocumentNorms norms = new DocumentNorms(batch);
    learner.measure(norms);
    try {
      backward(factorOfRow);
    } finally {
      learner.measure(null);
    }
    return norms.norms();
  }

  /**
   * Fills soft targets with what this network expects to follow each row of the batch that has a
   * target, for another network of the same vocabulary and batch to learn.
   *
   * @throws IllegalArgumentException as {@link #loss}
   */
  public void teach(SoftTargets to) {
    forward();
    head.teach(batch.targets(), to, workers);
  }

  /**
   * Returns how far this network is from soft targets, summed over all rows of the batch that have
   * a target: {@code t² · Σ_c p[c] · log(p[c] / q[c])}, t the temperature, in nats.
   *
   * @throws IllegalArgumentException as {@link #loss}
   */
  public double divergence(SoftTargets from) {
    forward();
    return sum(head.divergences(batch.targets(), from, workers));
  }

  /**
   * Returns the same and adds to the gradients of all parameters.
   *
   * @param factor what the sum is multiplied by before it is differentiated
   * @throws IllegalArgumentException as {@link #loss}
   */
  public double divergenceAndGradients(SoftTargets from, float factor) {
    forward();
    Arrays.fill(factors, factor);
    double sum = sum(head.divergencesAndGradients(batch.targets(), factors, from, workers));
    backwardFromHead();
    return sum;
  }

  private float[] backward(float[] factorOfRow) {
    float[] losses = head.lossesAndGradients(batch.targets(), factorOfRow, workers);
    backwardFromHead();
    return losses;
  }

  private void backwardFromHead() {
    memory.hidden().data().fill((byte) 0);
    finalNorm.backward(memory.normed(), lastHidden, memory.hidden(), memory.statistics(), workers);
    for (int layer = blocks.size() - 1; layer >= 0; layer--) {
      blocks.get(layer).recompute(recompute, saved.get(layer), memory.normed(), step);
      blocks.get(layer).backward(saved.get(layer), step);
    }
    embedding.backward(batch.tokens(), positions, memory.hidden(), workers);
  }

  private static double sum(float[] losses) {
    double sum = 0;
    for (float loss : losses) {
      sum += loss;
    }
    return sum;
  }

  /**
   * Returns the logits of one row of the batch.
   *
   * @throws IllegalArgumentException as {@link #loss}
   */
  public float[] logits(int row) {
    forward();
    float[] logits = new float[spec.embedding().vocabularySize()];
    head.logits(row, logits, workers);
    return logits;
  }

  private void forward() {
    batch.requireValid(spec.embedding().vocabularySize());
    for (int row = 0; row < positions.length; row++) {
      positions[row] = row - batch.starts()[row];
    }
    rotations.begin(positions, workers.kernels());
    if (localRotations != rotations) {
      localRotations.begin(positions, workers.kernels());
    }
    embedding.forward(batch.tokens(), positions, hidden(0), memory.normed(), workers);
    for (int layer = 0; layer < blocks.size(); layer++) {
      blocks.get(layer).forward(saved.get(layer), hidden(layer + 1), step);
    }
    finalNorm.forward(lastHidden, lastNormed, workers);
  }

  /** Returns the residual stream before a block, or after the last. */
  private Tensor hidden(int layer) {
    return layer < saved.size() ? saved.get(layer).hidden() : lastHidden;
  }

  /** Frees the activations, but not the parameters. */
  @Override
  public void close() {
    arena.close();
  }
}
