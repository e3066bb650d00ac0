package dev.chatwright.training;

import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.training.data.BestFitPacking;
import dev.chatwright.training.data.PackedSequence;
import dev.chatwright.training.data.TokenDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Documents packed into sequences, of which each is seen once before any is seen again, in another
 * order each time. Documents of one sequence do not see each other.
 *
 * <p>Confined to one thread.
 */
final class PackedBatches implements ResumableSource {
  private static final int WINDOW = 100_000;

  private final List<TokenDocument> documents;
  private final List<PackedSequence> sequences = new ArrayList<>();
  private final ShuffledRounds rounds;

  /** Packs documents into sequences of a length; those that have nothing to learn are left out. */
  PackedBatches(List<TokenDocument> documents, int length, long seed) {
    this.documents = documents;
    BestFitPacking packing = new BestFitPacking(length, WINDOW, BestFitPacking.TooLong.CUT);
    for (TokenDocument document : documents) {
      packing.add(document.length()).forEach(this::keep);
    }
    packing.finish().forEach(this::keep);
    rounds = new ShuffledRounds(sequences.size(), seed);
  }

  private void keep(PackedSequence sequence) {
    if (sequence.parts().stream().anyMatch(this::teaches)) {
      sequences.add(sequence);
    }
  }

  private boolean teaches(PackedSequence.Part part) {
    return teaches(documents.get((int) part.document()), part.from(), part.to());
  }

  /** Returns whether a document has a token to learn that others precede. */
  static boolean teaches(TokenDocument document) {
    return teaches(document, 0, document.length());
  }

  private static boolean teaches(TokenDocument document, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (document.learnt()[i]) {
        return true;
      }
    }
    return false;
  }

  /** Returns how many sequences there are. */
  int count() {
    return sequences.size();
  }

  @Override
  public void fill(TokenBatch batch) {
    batch.clear();
    for (int i = 0; i < batch.sequences(); i++) {
      fill(batch, i, sequences.get(rounds.next()));
    }
  }

  private void fill(TokenBatch batch, int sequence, PackedSequence packed) {
    fill(batch, sequence, packed, documents);
  }

  /**
   * Puts parts of documents, one after the other, into a sequence of a batch that is empty.
   *
   * @param documents that the parts name by their index
   */
  static void fill(
      TokenBatch batch, int sequence, PackedSequence packed, List<TokenDocument> documents) {
    BatchRows rows = new BatchRows(batch, sequence);
    for (PackedSequence.Part part : packed.parts()) {
      rows.put(documents.get((int) part.document()), part.from(), part.to());
    }
    rows.end();
  }

  /**
   * Returns the mean loss over all sequences, in nats per learnt token; the batch is overwritten.
   */
  double loss(TrainableTransformer network) {
    return mean(network.batch(), network::loss);
  }

  /**
   * Returns the mean over all learnt tokens of what is summed over each batch.
   *
   * @param batch is filled again and again
   * @param sumOfBatch is asked for that of the batch as it is
   */
  double mean(TokenBatch batch, DoubleSupplier sumOfBatch) {
    double sum = 0;
    long targets = 0;
    for (int from = 0; from < sequences.size(); from += batch.sequences()) {
      batch.clear();
      int to = Math.min(sequences.size(), from + batch.sequences());
      for (int i = from; i < to; i++) {
        fill(batch, i - from, sequences.get(i));
      }
      sum += sumOfBatch.getAsDouble();
      targets += batch.targetCount();
    }
    batch.clear();
    return sum / targets;
  }

  @Override
  public long position() {
    return rounds.position();
  }

  @Override
  public void resume(long other) {
    rounds.resume(other);
  }
}
