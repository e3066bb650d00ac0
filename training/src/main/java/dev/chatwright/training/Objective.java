package dev.chatwright.training;

import dev.chatwright.model.training.TrainableTransformer;

/** What steps make smaller: it takes examples into a network and goes back from their loss. */
@FunctionalInterface
public interface Objective {

  /**
   * Fills the network's batch with what comes next, and adds the gradients of its mean loss.
   *
   * @param share what the gradients are multiplied by: one over the batches of a step
   * @return what was found; without a token, nothing was added
   */
  StepLoss addGradients(TrainableTransformer network, double share);
}
