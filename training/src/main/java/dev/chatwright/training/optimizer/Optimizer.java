package dev.chatwright.training.optimizer;

import dev.chatwright.tensor.Tensor;
import java.util.Map;

/**
 * How parameters follow from their gradients.
 *
 * <p>What it remembers of earlier gradients can be taken out and put back, so that a run goes on as
 * if it had never stopped.
 */
public sealed interface Optimizer permits AdamW, AdamW8, AveragedWeights, Muon {

  /**
   * Updates all parameters by their gradients.
   *
   * @param rate the learning rate of this step
   * @param gradientFactor multiplies gradients first, to clip them
   */
  void update(double rate, double gradientFactor);

  /** Returns how many updates there were. */
  long updates();

  /** Takes up where another optimiser stopped, whose {@link #memory} was copied into this one's. */
  void resume(long updatesBefore);

  /** Returns what is remembered, by name, to be saved or overwritten. */
  Map<String, Tensor> memory();
}
