package dev.chatwright.training;

import dev.chatwright.inference.BaseModel;
import dev.chatwright.model.ModelException;
import dev.chatwright.model.training.FrozenModel;
import dev.chatwright.model.training.Recompute;
import dev.chatwright.model.training.SoftTargets;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tokenizer.Vocabulary;
import dev.chatwright.training.runs.Measure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Learns what a teacher expects the assistant to say in conversations. Confined to one thread. */
final class DistilLessons implements Lessons {
  private final DistilOptions.Logits options;
  private final BaseModel teacher;
  private final PackedBatches batches;
  private final PackedBatches heldOut;
  private final Kernels kernels;
  private final Parallel parallel;
  private final long bytes;
  private final OpenResources resources;
  private @Nullable Distillation distillation;

  /**
   * Packs conversations.
   *
   * @param resources own what is opened later
   * @throws IOException if nothing is learnt from a split, or the teacher cannot teach the student
   */
  DistilLessons(
      DistilOptions.Logits options,
      BaseModel teacher,
      BaseModel student,
      ChatDocuments documents,
      TuningRecipe recipe,
      Kernels kernels,
      Parallel parallel,
      OpenResources resources)
      throws IOException {
    this.options = options;
    this.teacher = teacher;
    this.kernels = kernels;
    this.parallel = parallel;
    this.resources = resources;
    bytes =
        TrainableTransformer.teachingBytes(
            teacher.spec(), recipe.batch(), recipe.length(), kernels, parallel.threads());
    requireSameWords(teacher, student);
    requireNoCap(student);
    if (recipe.length() > teacher.spec().contextLength()) {
      throw new IOException(
          "training.length is %d, the teacher's context is %d"
              .formatted(recipe.length(), teacher.spec().contextLength()));
    }
    batches = ChatLessons.packed(documents.learnt(), "data.train", recipe.length(), recipe.seed());
    heldOut = ChatLessons.packed(documents.heldOut(), "data.heldOut", recipe.length(), 0);
  }

  /** Divergences are differentiated without the cap that some architectures put on logits. */
  private static void requireNoCap(BaseModel student) throws IOException {
    if (student.spec().logitSoftCap() > 0) {
      throw new IOException(
          "a student must have logits without a soft cap, found one of "
              + student.spec().logitSoftCap());
    }
  }

  private static void requireSameWords(BaseModel teacher, BaseModel student) throws IOException {
    Vocabulary taught = teacher.tokenizer().vocabulary();
    Vocabulary learnt = student.tokenizer().vocabulary();
    int size = student.spec().embedding().vocabularySize();
    boolean same =
        taught.size() == learnt.size() && teacher.spec().embedding().vocabularySize() == size;
    for (int token = 0; same && token < taught.size(); token++) {
      same = taught.text(token).equals(learnt.text(token));
    }
    if (!same) {
      throw new IOException(
          "teacher and student must have the same vocabulary, found other tokens or %,d and %,d of them"
              .formatted(taught.size(), learnt.size()));
    }
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /** Returns the teacher beside a student; made when the student is there. */
  private Distillation beside(TrainableTransformer student) {
    if (distillation == null) {
      SoftTargets soft =
          new SoftTargets(
              student.batch().rows(),
              Math.min(options.top(), student.spec().embedding().vocabularySize()),
              (float) options.temperature());
      distillation = new Distillation(batches, network(student.batch()), soft);
    }
    return distillation;
  }

  private TrainableTransformer network(TokenBatch batch) {
    try {
      FrozenModel frozen = new FrozenModel(teacher.weights(), kernels, resources.memory());
      TrainableTransformer network =
          new TrainableTransformer(
              teacher.spec(), frozen, Recompute.BLOCKS, batch, kernels, parallel);
      resources.add(network::close);
      return network;
    } catch (ModelException refused) {
      throw new TrainingException("the teacher cannot teach: " + refused.getMessage());
    }
  }

  @Override
  public Objective objective() {
    return (student, share) -> beside(student).addGradients(student, share);
  }

  @Override
  public Resumable position() {
    return batches;
  }

  @Override
  public Measure heldOut(TrainableTransformer network) {
    Distillation with = beside(network);
    return Measure.of(heldOut.mean(network.batch(), () -> with.divergence(network)));
  }
}
