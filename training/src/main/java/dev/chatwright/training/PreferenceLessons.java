package dev.chatwright.training;

import dev.chatwright.model.training.LowRankChanges;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.training.data.TokenDocument;
import dev.chatwright.training.preference.LossOfRows;
import dev.chatwright.training.preference.PreferenceLoss;
import dev.chatwright.training.preference.Score;
import dev.chatwright.training.preference.ScoredRow;
import dev.chatwright.training.runs.Measure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Learns what people prefer. A step goes forward through both documents of some rows, computes the
 * loss of their log-probabilities, and goes back from it.
 *
 * <p>The reference is the model with its changes off. What it says of every row is computed once
 * and kept in the run's folder.
 *
 * <p>Confined to one thread.
 */
final class PreferenceLessons implements Lessons, Objective {
  private static final String REFERENCE = "reference.jsonl";

  private final PreferenceLoss loss;
  private final PackedPairs pairs;
  private final PackedPairs heldOut;
  private final LowRankChanges changes;
  private final ReferenceScores reference;
  private final float[] factors;

  /**
   * Packs rows.
   *
   * @param identity what the reference's scores depend on
   */
  PreferenceLessons(
      PreferenceLoss loss,
      PreferenceDocuments documents,
      TuningRecipe recipe,
      LowRankChanges changes,
      String identity) {
    this.loss = loss;
    this.changes = changes;
    pairs = new PackedPairs(documents.learnt(), recipe.length(), recipe.seed());
    heldOut = new PackedPairs(documents.heldOut(), recipe.length(), 0);
    reference = new ReferenceScores(pairs.count() + heldOut.count(), identity);
    factors = new float[recipe.batch() * recipe.length()];
  }

  @Override
  public Objective objective() {
    return this;
  }

  @Override
  public Resumable position() {
    return pairs;
  }

  @Override
  public StepLoss addGradients(TrainableTransformer network, double share) {
    List<PackedPairs.Placed> placed = pairs.next(network.batch());
    LossOfRows found = loss.of(scores(placed, 0, network.losses()));
    Arrays.fill(factors, 0);
    for (int i = 0; i < placed.size(); i++) {
      PackedPairs.Placed row = placed.get(i);
      // A row's loss is −ln p, so that its factor has the other sign.
      weigh(row.first(), row.pair().first(), -share * found.byFirst()[i]);
      weigh(row.second(), row.pair().second(), -share * found.bySecond()[i]);
    }
    int targets = network.batch().targetCount();
    network.gradients(factors);
    return new StepLoss(new Measure(found.loss(), Optional.of(found.margins())), targets);
  }

  private void weigh(int from, TokenDocument document, double factor) {
    Arrays.fill(factors, from, from + document.length(), (float) factor);
  }

  /**
   * Returns the scores of what is in a batch.
   *
   * @param offset the number of the first row of the split among all rows
   * @param losses of the batch's rows
   */
  private List<ScoredRow> scores(List<PackedPairs.Placed> placed, int offset, float[] losses) {
    List<ScoredRow> scores = new ArrayList<>(placed.size());
    for (PackedPairs.Placed row : placed) {
      int index = offset + row.index();
      Score first =
          new Score(
              logProbability(losses, row.first(), row.pair().first()),
              reference.first(index),
              row.pair().firstTokens());
      Score second =
          new Score(
              logProbability(losses, row.second(), row.pair().second()),
              reference.second(index),
              row.pair().secondTokens());
      scores.add(new ScoredRow(first, second, row.pair().good()));
    }
    return scores;
  }

  private static double logProbability(float[] losses, int from, TokenDocument document) {
    double sum = 0;
    for (int row = from; row < from + document.length(); row++) {
      sum -= losses[row];
    }
    return sum;
  }

  @Override
  public Measure heldOut(TrainableTransformer network) {
    TokenBatch batch = network.batch();
    List<ScoredRow> scores = new ArrayList<>();
    for (int part = 0; part < heldOut.batches(batch); part++) {
      List<PackedPairs.Placed> placed = heldOut.part(part, batch);
      scores.addAll(scores(placed, pairs.count(), network.losses()));
    }
    batch.clear();
    LossOfRows found = loss.of(scores);
    return new Measure(found.loss(), Optional.of(found.margins()));
  }

  @Override
  public boolean prepare(
      TrainableTransformer network, Path folder, RunListener listener, BooleanSupplier stop)
      throws IOException {
    if (!loss.needsReference()) {
      return true;
    }
    changes.setOff(true);
    try (ReferenceScores.Writing writing = reference.open(folder.resolve(REFERENCE))) {
      return score(pairs, 0, network, writing, listener, stop)
          && score(heldOut, pairs.count(), network, writing, listener, stop);
    } finally {
      changes.setOff(false);
      network.batch().clear();
    }
  }

  /** Scores the rows of a split that have no score yet; returns whether all have one then. */
  private boolean score(
      PackedPairs split,
      int offset,
      TrainableTransformer network,
      ReferenceScores.Writing writing,
      RunListener listener,
      BooleanSupplier stop)
      throws IOException {
    TokenBatch batch = network.batch();
    for (int part = 0; part < split.batches(batch); part++) {
      List<PackedPairs.Placed> placed = split.part(part, batch);
      if (placed.stream().allMatch(row -> reference.has(offset + row.index()))) {
        continue;
      }
      if (stop.getAsBoolean()) {
        return false;
      }
      float[] losses = network.losses();
      for (PackedPairs.Placed row : placed) {
        writing.put(
            offset + row.index(),
            logProbability(losses, row.first(), row.pair().first()),
            logProbability(losses, row.second(), row.pair().second()));
      }
      listener.referenceScored(reference.known(), pairs.count() + heldOut.count());
    }
    return true;
  }
}
