package dev.chatwright.training;

import dev.chatwright.training.optimizer.Schedule;

/**
 * What a trainer does besides its optimiser.
 *
 * <p>Immutable.
 *
 * @param schedule the learning rate of each step
 * @param clip the length to which a longer gradient is cut, or 0 for none
 * @param accumulation over how many batches each step averages
 */
public record TrainerOptions(Schedule schedule, double clip, int accumulation) {

  /** Rejects what no step can be made of. */
  public TrainerOptions {
    if (!(clip >= 0)) {
      throw new IllegalArgumentException("clip must not be negative, got " + clip);
    }
    if (accumulation < 1) {
      throw new IllegalArgumentException("accumulation must be at least 1, got " + accumulation);
    }
  }
}
