package dev.chatwright.tokenizer.training;

/** Is told how far a training is, now and then, by one thread at a time. */
@FunctionalInterface
public interface TrainingProgress {
  /** Tells nobody. */
  TrainingProgress NONE = (stage, done, total) -> {};

  /** What is being done. */
  enum Stage {
    /** Words are counted; what is counted are the bytes of the texts. */
    COUNTING,
    /** Tokens are sought; what is counted are tokens that are settled. */
    TRAINING
  }

  /**
   * Takes how far it is.
   *
   * @param stage what is being done
   * @param done how much of it is done
   * @param total how much there is
   */
  void at(Stage stage, long done, long total);
}
