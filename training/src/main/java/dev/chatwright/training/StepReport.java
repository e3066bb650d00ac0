package dev.chatwright.training;

import dev.chatwright.training.runs.Measure;
import java.util.OptionalDouble;

/**
 * What a step found.
 *
 * <p>Immutable.
 *
 * @param step which one, from 0
 * @param measure the mean over all its batches, before the update
 * @param gradientNorm the length of the gradient before it was clipped
 * @param rate the learning rate
 * @param tokens how many rows it learnt from
 * @param epsilon how much privacy is spent with it, where that is bounded
 */
public record StepReport(
    long step,
    Measure measure,
    double gradientNorm,
    double rate,
    long tokens,
    OptionalDouble epsilon) {

  /** Returns the loss. */
  public double loss() {
    return measure.loss();
  }
}
