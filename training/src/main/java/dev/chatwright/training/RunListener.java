package dev.chatwright.training;

import dev.chatwright.training.runs.MetricRow;

/** Is told how a run goes. */
@FunctionalInterface
public interface RunListener {

  /** A step was taken, and the held-out split evaluated if the row says so. */
  void stepTaken(MetricRow row);
}
