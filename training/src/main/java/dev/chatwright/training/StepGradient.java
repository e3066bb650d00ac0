package dev.chatwright.training;

import dev.chatwright.training.runs.Measure;
import java.io.IOException;
import java.util.OptionalDouble;

/** How the gradient of a step comes about. */
public interface StepGradient {

  /**
   * Adds to the gradients of all parameters, which are zero.
   *
   * @param step which one, from 0
   * @throws IOException if what must be written down first cannot be
   * @throws TrainingException if there is nothing to learn from
   */
  Found add(long step) throws IOException;

  /**
   * What was found on the way.
   *
   * @param measure the mean over all that the step learns from
   * @param tokens how many rows are learnt from
   * @param factor what the gradients are to be multiplied by
   * @param epsilon how much privacy is spent with this step, where that is bounded
   */
  record Found(Measure measure, long tokens, double factor, OptionalDouble epsilon) {}
}
