package dev.chatwright.training;

import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.training.data.BestFitPacking;
import dev.chatwright.training.data.PackedSequence;
import dev.chatwright.training.data.TokenDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Documents of which each step draws some, packed into as many batches as these need. Of a document
 * longer than a sequence only the beginning is learnt from, so that each is one example and no
 * more.
 *
 * <p>Confined to one thread.
 */
final class SampledDocuments implements BatchSource {
  private final List<TokenDocument> documents;
  private final int length;
  private List<TokenDocument> drawn = List.of();
  private List<PackedSequence> sequences = List.of();
  private int next;

  /** Takes documents; those that have nothing to learn are left out. */
  SampledDocuments(List<TokenDocument> documents, int length) {
    this.length = length;
    this.documents =
        documents.stream().map(each -> cut(each, length)).filter(PackedBatches::teaches).toList();
  }

  /** Returns as much of a document as a sequence holds. */
  static TokenDocument cut(TokenDocument document, int length) {
    return document.length() <= length
        ? document
        : new TokenDocument(
            Arrays.copyOf(document.tokens(), length), Arrays.copyOf(document.learnt(), length));
  }

  /** Returns how many examples there are. */
  int count() {
    return documents.size();
  }

  /** Begins a step that has drawn some documents. */
  void begin(int[] sample) {
    drawn = new ArrayList<>();
    for (int index : sample) {
      drawn.add(documents.get(index));
    }
    sequences =
        BestFitPacking.pack(
            drawn, length, Math.max(1, sample.length), BestFitPacking.TooLong.REFUSE);
    next = 0;
  }

  /** Returns whether there is another batch of this step. */
  boolean hasNext() {
    return next < sequences.size();
  }

  @Override
  public void fill(TokenBatch batch) {
    batch.clear();
    for (int i = 0; i < batch.sequences() && hasNext(); i++) {
      PackedBatches.fill(batch, i, sequences.get(next++), drawn);
    }
  }
}
