package dev.chatwright.training;

import dev.chatwright.model.training.TokenBatch;

/** Where batches come from. */
@FunctionalInterface
public interface BatchSource {

  /** Fills a batch with what comes next. */
  void fill(TokenBatch batch);
}
