package dev.chatwright.training;

import dev.chatwright.training.runs.MetricRow;

/** Is told how a run goes. */
@FunctionalInterface
public interface RunListener {

  /** A step was taken, and the held-out split evaluated if the row says so. */
  void stepTaken(MetricRow row);

  /** The model was asked, before it learns, what it thinks of so many rows of all. */
  default void referenceScored(long rows, long all) {}
}
