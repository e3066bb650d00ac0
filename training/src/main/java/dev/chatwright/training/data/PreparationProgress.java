package dev.chatwright.training.data;

/** Is told how far a preparation is, by the thread that runs it. */
@FunctionalInterface
public interface PreparationProgress {
  /** What is being done. */
  enum Stage {
    /** The inputs' bytes are hashed. */
    HASHING,
    /** The inputs are read and judged. */
    JUDGING,
    /** Duplicates are looked for. */
    COMPARING,
    /** What is kept is written. */
    WRITING
  }

  /**
   * Tells that {@code done} of {@code total} are done: bytes of the inputs, or parts of an index.
   */
  void at(Stage stage, long done, long total);
}
