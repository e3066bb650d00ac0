package dev.chatwright.training;

import dev.chatwright.model.training.SoftTargets;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.training.runs.Measure;

/**
 * Comes closer to what a teacher expects: the mean over rows of the divergence of the student's
 * next token from the teacher's, in nats. The teacher reads every batch when it comes.
 *
 * <p>Confined to one thread.
 *
 * @param source of batches
 * @param teacher who has the student's batch as its own
 * @param soft what it expects
 */
record Distillation(BatchSource source, TrainableTransformer teacher, SoftTargets soft)
    implements Objective {

  @Override
  public StepLoss addGradients(TrainableTransformer student, double share) {
    TokenBatch batch = student.batch();
    source.fill(batch);
    int targets = batch.targetCount();
    if (targets == 0) {
      return new StepLoss(Measure.of(0), 0);
    }
    teacher.teach(soft);
    double sum = student.divergenceAndGradients(soft, (float) (share / targets));
    return new StepLoss(Measure.of(sum / targets), targets);
  }

  /** Returns the sum over the rows of the batch as it is. */
  double divergence(TrainableTransformer student) {
    teacher.teach(soft);
    return student.divergence(soft);
  }
}
