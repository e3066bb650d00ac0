package dev.chatwright.training;

import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.training.data.BestFitPacking;
import dev.chatwright.training.data.PackedSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pairs of documents packed into sequences, both of a pair in the same. Each sequence is seen once
 * before any is seen again, in another order each time.
 *
 * <p>Confined to one thread.
 */
final class PackedPairs implements Resumable {
  private static final int WINDOW = 100_000;

  private final List<RowPair> pairs;
  private final List<PackedSequence> sequences;
  private final ShuffledRounds rounds;

  /**
   * A pair in a batch.
   *
   * <p>Immutable.
   *
   * @param index which one it is
   * @param pair its documents
   * @param first the row of the batch at which its first document begins
   * @param second at which the second
   */
  record Placed(int index, RowPair pair, int first, int second) {}

  /** Packs pairs, none of which is longer than a sequence. */
  PackedPairs(List<RowPair> pairs, int length, long seed) {
    this.pairs = pairs;
    BestFitPacking packing = new BestFitPacking(length, WINDOW, BestFitPacking.TooLong.REFUSE);
    List<PackedSequence> packed = new ArrayList<>();
    pairs.forEach(pair -> packed.addAll(packing.add(pair.length())));
    packed.addAll(packing.finish());
    sequences = List.copyOf(packed);
    rounds = new ShuffledRounds(sequences.size(), seed);
  }

  /** Returns how many pairs there are. */
  int count() {
    return pairs.size();
  }

  /** Fills a batch with the sequences that come next, and returns what is in them. */
  List<Placed> next(TokenBatch batch) {
    return fill(batch, IntStream.range(0, batch.sequences()).map(_ -> rounds.next()).toArray());
  }

  /** Returns how many batches hold all sequences. */
  int batches(TokenBatch batch) {
    return Math.ceilDiv(sequences.size(), batch.sequences());
  }

  /** Fills a batch with one part of all sequences, in one order, and returns what is in them. */
  List<Placed> part(int index, TokenBatch batch) {
    int from = index * batch.sequences();
    int to = Math.min(sequences.size(), from + batch.sequences());
    return fill(batch, IntStream.range(from, to).toArray());
  }

  private List<Placed> fill(TokenBatch batch, int... chosen) {
    batch.clear();
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < chosen.length; i++) {
      BatchRows rows = new BatchRows(batch, i);
      for (PackedSequence.Part part : sequences.get(chosen[i]).parts()) {
        int index = (int) part.document();
        RowPair pair = pairs.get(index);
        int first = rows.put(pair.first(), 0, pair.first().length());
        int second = rows.put(pair.second(), 0, pair.second().length());
        placed.add(new Placed(index, pair, first, second));
      }
      rows.end();
    }
    return placed;
  }

  @Override
  public long position() {
    return rounds.position();
  }

  @Override
  public void resume(long position) {
    rounds.resume(position);
  }
}
