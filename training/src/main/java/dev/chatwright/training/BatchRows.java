package dev.chatwright.training;

import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.training.data.TokenDocument;

/**
 * Fills one sequence of a batch with documents that do not see each other. Confined to one thread.
 */
final class BatchRows {
  private final TokenBatch batch;
  private final int end;
  private int row;

  BatchRows(TokenBatch batch, int sequence) {
    this.batch = batch;
    this.row = sequence * batch.length();
    this.end = row + batch.length();
  }

  /**
   * Puts tokens {@code [from, to)} of a document behind what is there.
   *
   * @return the row of the batch at which they begin
   */
  int put(TokenDocument document, int from, int to) {
    int start = row;
    for (int i = from; i < to; i++, row++) {
      batch.tokens()[row] = document.tokens()[i];
      batch.starts()[row] = start;
      boolean teaches = i + 1 < to && document.learnt()[i + 1];
      batch.targets()[row] = teaches ? document.tokens()[i + 1] : TokenBatch.NO_TARGET;
    }
    return start;
  }

  /** Makes what is left empty see no document. */
  void end() {
    for (int start = row; row < end; row++) {
      batch.starts()[row] = start;
    }
  }
}
