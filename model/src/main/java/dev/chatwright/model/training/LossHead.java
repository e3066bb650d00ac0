package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns hidden states into logits and these into a loss, for some rows at a time, and only for rows
 * that have a target.
 *
 * <p>The logits of all rows would be the largest tensor of a step; they are never held at once.
 * Which rows go together depends on the targets alone, so that the sums of a gradient have one
 * order.
 *
 * <p>Confined to the thread that trains.
 */
final class LossHead {
  /** Logits that are held at once: 64 MiB. */
  private static final int MAX_ELEMENTS = 1 << 24;

  /** Rows go together in multiples of this: whole tiles. */
  private static final int ROWS = 48;

  private final LinearLayer projection;
  private final float softCap;
  private final Tensor hidden;
  private final Tensor dHidden;
  private final float[] losses;

  /* Rows with targets, side by side. */
  private final int[] chosenRows;
  private final int[] chosenTargets;
  private final float[] chosenLosses;
  private final Tensor chosen;
  private final Tensor dChosen;
  private final Tensor logits;

  /** Computes the loss of a chosen row, and turns its logits into their gradient. */
  @FunctionalInterface
  private interface RowLoss {
    void compute(int row, float factor);
  }

  /**
   * Creates the head.
   *
   * @param softCap c in {@code c·tanh(logit/c)}; 0 for none
   * @param hidden {@code [T, C]}, behind the last norm
   * @param dHidden the same, differentiated
   */
  LossHead(LinearLayer projection, float softCap, Tensor hidden, Tensor dHidden, Arena arena) {
    this.projection = projection;
    this.softCap = softCap;
    this.hidden = hidden;
    this.dHidden = dHidden;
    this.losses = new float[hidden.rows()];
    int rows = chunkRows(hidden.rows(), projection.outputs());
    chosenRows = new int[rows];
    chosenTargets = new int[rows];
    chosenLosses = new float[rows];
    chosen = LayerActivations.zeros(rows, hidden.columns(), arena);
    dChosen = LayerActivations.zeros(rows, hidden.columns(), arena);
    logits = LayerActivations.zeros(rows, projection.outputs(), arena);
  }

  /** Returns the bytes of the logits and what belongs to them. */
  static long bytes(int rows, int width, int vocabularySize) {
    return (vocabularySize + 2L * width) * chunkRows(rows, vocabularySize) * Float.BYTES;
  }

  /** Returns how many rows go together. */
  static int chunkRows(int rows, int vocabularySize) {
    return Math.min(rows, Math.max(1, MAX_ELEMENTS / vocabularySize / ROWS) * ROWS);
  }

  /**
   * Returns the losses of all rows, 0 where there is no target; overwritten by the next call of any
   * method.
   */
  float[] losses(int[] targets, Workers workers) {
    Arrays.fill(losses, 0);
    HeadProduct product = HeadProduct.forward(projection, workers);
    for (int row = 0; row < targets.length; ) {
      row = gather(targets, row);
      forward(null, (at, factor) -> crossEntropy(at, factor, workers), product, workers);
    }
    return losses;
  }

  /** Returns the divergences from soft targets of all rows that have a target. */
  float[] divergences(int[] targets, SoftTargets soft, Workers workers) {
    Arrays.fill(losses, 0);
    HeadProduct product = HeadProduct.forward(projection, workers);
    for (int row = 0; row < targets.length; ) {
      row = gather(targets, row);
      forward(null, (at, factor) -> divergence(at, factor, soft, workers), product, workers);
    }
    return losses;
  }

  /** Fills soft targets for all rows that have a target. */
  void teach(int[] targets, SoftTargets soft, Workers workers) {
    HeadProduct product = HeadProduct.forward(projection, workers);
    for (int row = 0; row < targets.length; ) {
      row = gather(targets, row);
      forward(null, (at, factor) -> soft.set(chosenRows[at], logits, at), product, workers);
    }
  }

  /**
   * Returns the same, sets the gradient of the hidden states and adds to those of the projection.
   *
   * @param factors what each row's loss is multiplied by before their sum is differentiated
   */
  float[] lossesAndGradients(int[] targets, float[] factors, Workers workers) {
    return lossesAndGradients(
        targets, factors, (row, factor) -> crossEntropy(row, factor, workers), workers);
  }

  /** Does the same for {@link #divergences}. */
  float[] divergencesAndGradients(
      int[] targets, float[] factors, SoftTargets soft, Workers workers) {
    return lossesAndGradients(
        targets, factors, (row, factor) -> divergence(row, factor, soft, workers), workers);
  }

  private float[] lossesAndGradients(
      int[] targets, float[] factors, RowLoss loss, Workers workers) {
    Arrays.fill(losses, 0);
    dHidden.data().fill((byte) 0);
    HeadProduct product = HeadProduct.bothWays(projection, workers);
    for (int row = 0; row < targets.length; ) {
      row = gather(targets, row);
      int found = forward(factors, loss, product, workers);
      if (found > 0) {
        backward(found, product, workers);
      }
    }
    return losses;
  }

  /** Copies the logits of one row. */
  void logits(int row, float[] to, Workers workers) {
    workers.kernels().copyRow(hidden, row, chosen, 0);
    project(1, HeadProduct.forward(projection, workers), workers);
    for (int c = 0; c < to.length; c++) {
      to[c] = logits.get(0, c);
    }
  }

  /** Brings the next rows with a target together, and returns the row at which to go on. */
  private int gather(int[] targets, int from) {
    Arrays.fill(chosenRows, -1);
    Arrays.fill(chosenTargets, TokenBatch.NO_TARGET);
    int row = from;
    for (int found = 0; row < targets.length && found < chosenRows.length; row++) {
      if (targets[row] >= 0) {
        chosenRows[found] = row;
        chosenTargets[found++] = targets[row];
      }
    }
    return row;
  }

  /**
   * Computes losses, and with factors the gradient of the logits; returns how many rows have a
   * target.
   */
  private int forward(
      float @Nullable [] factors, RowLoss loss, HeadProduct product, Workers workers) {
    int found = count();
    if (found == 0) {
      return 0;
    }
    copyHidden(found, workers);
    project(found, product, workers);
    workers.overRows(
        logits.rows(0, found),
        (worker, from, to) -> {
          for (int row = from; row < to; row++) {
            loss.compute(row, factors == null ? 0 : factors[chosenRows[row]]);
          }
        });
    for (int i = 0; i < found; i++) {
      losses[chosenRows[i]] = chosenLosses[i];
    }
    return found;
  }

  private void crossEntropy(int row, float factor, Workers workers) {
    workers
        .gradients()
        .crossEntropy(logits, chosenTargets, 0, softCap, factor, row, row + 1, chosenLosses);
  }

  /**
   * Computes {@code t² · Σ_c p[c] · log(p[c] / q[c])}, q the softmax of the logits over t, whose
   * gradient is {@code t · (q - p)}. With a token a of which the cross-entropy is known, {@code
   * -log q[c]} is that plus the difference of both logits.
   */
  private void divergence(int row, float factor, SoftTargets soft, Workers workers) {
    int of = chosenRows[row];
    float temperature = soft.temperature();
    long columns = logits.columns();
    workers.kernels().scale(logits, 1 / temperature, row * columns, (row + 1) * columns);
    int first = soft.token(of, 0);
    double others = 0;
    for (int i = 0; i < soft.most(); i++) {
      double probability = soft.probability(of, i);
      if (probability > 0) {
        others +=
            probability
                * (logits.get(row, first)
                    - logits.get(row, soft.token(of, i))
                    + Math.log(probability));
      }
    }
    chosenTargets[row] = first;
    float scaled = factor * temperature;
    crossEntropy(row, scaled, workers);
    chosenLosses[row] = (float) (temperature * temperature * (chosenLosses[row] + others));
    logits.set(row, first, logits.get(row, first) + scaled);
    for (int i = 0; i < soft.most(); i++) {
      int token = soft.token(of, i);
      logits.set(row, token, logits.get(row, token) - scaled * soft.probability(of, i));
    }
  }

  private int count() {
    int count = 0;
    while (count < chosenRows.length && chosenRows[count] >= 0) {
      count++;
    }
    return count;
  }

  private void copyHidden(int count, Workers workers) {
    workers.overRows(
        chosen.rows(0, count),
        (worker, from, to) -> {
          for (int row = from; row < to; row++) {
            workers.kernels().copyRow(hidden, chosenRows[row], chosen, row);
          }
        });
  }

  private void project(int count, HeadProduct product, Workers workers) {
    Tensor y = logits.rows(0, count);
    product.project(chosen.rows(0, count), y);
    if (softCap > 0) {
      long columns = y.columns();
      workers.overRows(
          y,
          (worker, from, to) ->
              workers.kernels().softCap(y, softCap, from * columns, to * columns));
    }
  }

  private void backward(int count, HeadProduct product, Workers workers) {
    Tensor dLogits = logits.rows(0, count);
    Tensor dRows = dChosen.rows(0, count);
    product.backward(dLogits, chosen.rows(0, count), dRows);
    workers.overRows(
        dRows,
        (worker, from, to) -> {
          for (int row = from; row < to; row++) {
            workers.kernels().copyRow(dRows, row, dHidden, chosenRows[row]);
          }
        });
  }
}
