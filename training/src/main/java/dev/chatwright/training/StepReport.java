package dev.chatwright.training;

import dev.chatwright.training.runs.Measure;

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
 */
public record StepReport(
    long step, Measure measure, double gradientNorm, double rate, long tokens) {

  /** Returns the loss. */
  public double loss() {
    return measure.loss();
  }
}
