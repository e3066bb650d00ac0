package dev.chatwright.training;

import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.training.runs.Measure;

/**
 * Each row's target is predicted: the mean of cross-entropies, in nats.
 *
 * @param source of batches with their targets
 */
public record NextTokens(BatchSource source) implements Objective {

  @Override
  public StepLoss addGradients(TrainableTransformer network, double share) {
    TokenBatch batch = network.batch();
    source.fill(batch);
    int targets = batch.targetCount();
    if (targets == 0) {
      return new StepLoss(Measure.of(0), 0);
    }
    double loss = network.lossAndGradients((float) (share / targets)) / targets;
    return new StepLoss(Measure.of(loss), targets);
  }
}
