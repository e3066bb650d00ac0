package dev.chatwright.training;

import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.training.data.BestFitPacking;
import dev.chatwright.training.data.PackedSequence;
import dev.chatwright.training.data.TokenDocument;
import java.util.ArrayList;
import java.util.List;

/**
 * Documents packed into sequences, of which each is seen once before any is seen again, in another
 * order each time. Documents of one sequence do not see each other.
 *
 * <p>Confined to one thread.
 */
final class PackedBatches implements ResumableSource {
  private static final int WINDOW = 100_000;
  private static final int PURPOSE = 4;

  private final List<TokenDocument> documents;
  private final List<PackedSequence> sequences = new ArrayList<>();
  private final long seed;
  private final int[] order;
  private long orderedRound = -1;
  private long position;

  /** Packs documents into sequences of a length; those that have nothing to learn are left out. */
  PackedBatches(List<TokenDocument> documents, int length, long seed) {
    this.documents = documents;
    this.seed = seed;
    BestFitPacking packing = new BestFitPacking(length, WINDOW, BestFitPacking.TooLong.CUT);
    for (TokenDocument document : documents) {
      packing.add(document.length()).forEach(this::keep);
    }
    packing.finish().forEach(this::keep);
    this.order = new int[sequences.size()];
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
      long round = position / sequences.size();
      shuffle(round);
      fill(batch, i, sequences.get(order[(int) (position % sequences.size())]), documents);
      position++;
    }
  }

  private void shuffle(long round) {
    if (round == orderedRound) {
      return;
    }
    SeededNumbers random = new SeededNumbers(seed).forPurpose(PURPOSE);
    for (int i = 0; i < order.length; i++) {
      int other = (int) random.below(round * order.length + i, i + 1L);
      order[i] = order[other];
      order[other] = i;
    }
    orderedRound = round;
  }

  /**
   * Puts parts of documents, one after the other, into a sequence of a batch that is empty.
   *
   * @param documents that the parts name by their index
   */
  static void fill(
      TokenBatch batch, int sequence, PackedSequence packed, List<TokenDocument> documents) {
    int row = sequence * batch.length();
    for (PackedSequence.Part part : packed.parts()) {
      TokenDocument document = documents.get((int) part.document());
      int start = row;
      for (int i = part.from(); i < part.to(); i++, row++) {
        batch.tokens()[row] = document.tokens()[i];
        batch.starts()[row] = start;
        boolean teaches = i + 1 < part.to() && document.learnt()[i + 1];
        batch.targets()[row] = teaches ? document.tokens()[i + 1] : TokenBatch.NO_TARGET;
      }
    }
    for (int start = row; row < (sequence + 1) * batch.length(); row++) {
      batch.starts()[row] = start; // what is left empty sees no document
    }
  }

  /**
   * Returns the mean loss over all sequences, in nats per learnt token; the batch is overwritten.
   */
  double loss(TrainableTransformer network) {
    TokenBatch batch = network.batch();
    double sum = 0;
    long targets = 0;
    for (int from = 0; from < sequences.size(); from += batch.sequences()) {
      batch.clear();
      int to = Math.min(sequences.size(), from + batch.sequences());
      for (int i = from; i < to; i++) {
        fill(batch, i - from, sequences.get(i), documents);
      }
      sum += network.loss();
      targets += batch.targetCount();
    }
    batch.clear();
    return sum / targets;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void resume(long other) {
    position = other;
  }
}
