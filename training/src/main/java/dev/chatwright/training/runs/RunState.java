package dev.chatwright.training.runs;

/** How far a run is. */
public enum RunState {
  /** A process trains, or ended without being able to say so. */
  RUNNING,
  /** It was stopped and saved, and can go on. */
  INTERRUPTED,
  /** All steps were taken and the outputs written. */
  FINISHED,
  /** It could not go on; the reason is told. */
  FAILED
}
