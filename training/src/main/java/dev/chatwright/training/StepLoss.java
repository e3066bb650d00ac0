package dev.chatwright.training;

import dev.chatwright.training.runs.Measure;
import java.util.OptionalDouble;

/**
 * What an objective found in a batch.
 *
 * <p>Immutable.
 *
 * @param measure the mean loss over the batch, and what belongs to it
 * @param tokens how many rows of the batch it learns from
 * @param epsilon how much privacy is spent with it, where that is bounded
 */
public record StepLoss(Measure measure, long tokens, OptionalDouble epsilon) {

  /** Creates one of an objective that bounds no privacy. */
  public StepLoss(Measure measure, long tokens) {
    this(measure, tokens, OptionalDouble.empty());
  }

  /** Returns whether nothing was learnt; noise alone, of examples that were not drawn, counts. */
  boolean isEmpty() {
    return tokens == 0 && epsilon.isEmpty();
  }
}
