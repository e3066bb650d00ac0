package dev.chatwright.model.training;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private final LinearLayer projection;
  private final float softCap;
  private final Tensor hidden;
  private final Tensor dHidden;
  private final int partRows;
  private final float[] losses;

  /* Rows with targets, side by side, and the parts of them that threads take. */
  private final int[] chosenRows;
  private final int[] chosenTargets;
  private final float[] chosenLosses;
  private final Tensor chosen;
  private final Tensor dChosen;
  private final Tensor logits;
  private final List<Part> parts = new ArrayList<>();

  private record Part(int firstRow, Tensor hidden, Tensor logits) {}

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
    this.partRows = Math.min(hidden.rows(), Workers.ROWS);
    int rows = chunkRows(hidden.rows(), projection.outputs());
    chosenRows = new int[rows];
    chosenTargets = new int[rows];
    chosenLosses = new float[rows];
    chosen = LayerActivations.zeros(rows, hidden.columns(), arena);
    dChosen = LayerActivations.zeros(rows, hidden.columns(), arena);
    logits = LayerActivations.zeros(rows, projection.outputs(), arena);
    for (int row = 0; row < rows; row += partRows) {
      parts.add(new Part(row, chosen.rows(row, row + partRows), logits.rows(row, row + partRows)));
    }
  }

  /** Returns the bytes of the logits and what belongs to them. */
  static long bytes(int rows, int width, int vocabularySize) {
    return (vocabularySize + 2L * width) * chunkRows(rows, vocabularySize) * Float.BYTES;
  }

  /** Returns how many rows go together: whole parts. */
  private static int chunkRows(int rows, int vocabularySize) {
    int part = Math.min(rows, Workers.ROWS);
    int fitting = Math.max(1, MAX_ELEMENTS / vocabularySize / part) * part;
    return Math.min(Math.ceilDiv(rows, part) * part, fitting);
  }

  /**
   * Returns the losses of all rows, 0 where there is no target; overwritten by the next call of any
   * method.
   */
  float[] losses(int[] targets, Workers workers) {
    Arrays.fill(losses, 0);
    for (int row = 0; row < targets.length; ) {
      row = gather(targets, row);
      forward(null, workers);
    }
    return losses;
  }

  /**
   * Returns the same, sets the gradient of the hidden states and adds to those of the projection.
   *
   * @param factors what each row's loss is multiplied by before their sum is differentiated
   */
  float[] lossesAndGradients(int[] targets, float[] factors, Workers workers) {
    Arrays.fill(losses, 0);
    dHidden.data().fill((byte) 0);
    // Once for all chunks: a quantised head is the largest weight to decode.
    Tensor floats = projection.weight().floats(0, workers);
    for (int row = 0; row < targets.length; ) {
      row = gather(targets, row);
      int used = forward(factors, workers);
      if (used > 0) {
        backward(used * partRows, floats, workers);
      }
    }
    return losses;
  }

  /** Copies the logits of one row. */
  void logits(int row, float[] to, Workers workers) {
    workers.kernels().copyRow(hidden, row, chosen, 0);
    project(parts.getFirst(), projection.weight().operand(0, workers), workers, 0);
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
   * Computes losses, and with factors the gradient of the logits; returns how many parts have any.
   */
  private int forward(float @Nullable [] factors, Workers workers) {
    int found = count();
    int used = Math.ceilDiv(found, partRows);
    if (used > 0) {
      Tensor operand = projection.weight().operand(0, workers);
      workers.each(
          used,
          (worker, from, to) -> {
            for (int i = from; i < to; i++) {
              forward(parts.get(i), operand, factors, workers, worker);
            }
          });
    }
    for (int i = 0; i < found; i++) {
      losses[chosenRows[i]] = chosenLosses[i];
    }
    return used;
  }

  private int count() {
    int count = 0;
    while (count < chosenRows.length && chosenRows[count] >= 0) {
      count++;
    }
    return count;
  }

  private void forward(
      Part part, Tensor operand, float @Nullable [] factors, Workers workers, int worker) {
    copyHidden(part, workers.kernels());
    project(part, operand, workers, worker);
    for (int row = 0; row < partRows; row++) {
      int of = chosenRows[part.firstRow() + row];
      float factor = factors == null || of < 0 ? 0 : factors[of];
      workers
          .gradients()
          .crossEntropy(
              part.logits(),
              chosenTargets,
              part.firstRow(),
              softCap,
              factor,
              row,
              row + 1,
              chosenLosses);
    }
  }

  private void copyHidden(Part part, Kernels kernels) {
    for (int row = 0; row < partRows; row++) {
      int of = chosenRows[part.firstRow() + row];
      if (of >= 0) {
        kernels.copyRow(hidden, of, part.hidden(), row);
      } else {
        part.hidden().rows(row, row + 1).data().fill((byte) 0);
      }
    }
  }

  private void project(Part part, Tensor operand, Workers workers, int worker) {
    LinearLayer.multiply(
        part.hidden(), operand, 0, projection.outputs(), part.logits(), workers, worker);
    Learnable bias = projection.bias();
    if (bias != null) {
      workers.kernels().addToRows(bias.value(), 0, part.logits().rows(), part.logits());
    }
    if (softCap > 0) {
      workers.kernels().softCap(part.logits(), softCap, 0, part.logits().shape().elements());
    }
  }

  private void backward(int rows, Tensor floats, Workers workers) {
    Tensor dLogits = logits.rows(0, rows);
    Tensor dRows = dChosen.rows(0, rows);
    LinearLayer.backwardInput(dLogits, floats, false, dRows, workers);
    projection.backwardParameters(dLogits, chosen.rows(0, rows), workers);
    workers.overRows(
        dRows,
        (worker, from, to) -> {
          for (int row = from; row < to; row++) {
            if (chosenRows[row] >= 0) {
              workers.kernels().copyRow(dRows, row, dHidden, chosenRows[row]);
            }
          }
        });
  }
}
