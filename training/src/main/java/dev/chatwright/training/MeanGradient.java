package dev.chatwright.training;

import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import java.util.OptionalDouble;

/**
 * The gradient of the mean loss over some batches.
 *
 * <p>Confined to one thread.
 *
 * @param batches over how many each step averages
 */
record MeanGradient(TrainableTransformer network, int batches) implements StepGradient {
  @Override
  public Found add(long step, BatchSource source) {
    double loss = 0;
    long tokens = 0;
    for (int i = 0; i < batches; i++) {
      source.fill(network.batch());
      loss += add(step, network.batch());
      tokens += network.batch().targetCount();
    }
    return new Found(loss, tokens, 1, OptionalDouble.empty());
  }

  /**
   * Adds the gradients of a batch's mean loss and returns that, both by their share of the step.
   */
  private double add(long step, TokenBatch batch) {
    int targets = batch.targetCount();
    if (targets == 0) {
      throw new TrainingException("step %d has a batch without any target".formatted(step));
    }
    double factor = 1.0 / ((double) targets * batches);
    return network.lossAndGradients((float) factor) * factor;
  }
}
