package dev.chatwright.model.training;

import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns hidden states into logits and these into a loss, for some rows at a time.
 *
 * <p>The logits of all rows would be the largest tensor of a step; they are never held at once.
 * Which rows go together depends on their number alone, so that the sums of a gradient have one
 * order.
 *
 * <p>Confined to the thread that trains.
 */
final class LossHead {
  /** Logits that are held at once: 16 MiB. */
  private static final int MAX_ELEMENTS = 1 << 22;

  private final LinearLayer projection;
  private final List<Chunk> chunks;
  private final float[] losses;

  /** Consecutive rows, and the parts of them that threads take. */
  private record Chunk(
      int firstRow, Tensor hidden, Tensor dHidden, Tensor logits, List<Part> parts) {}

  private record Part(int firstRow, Tensor hidden, Tensor logits) {}

  LossHead(LinearLayer projection, Tensor hidden, Tensor dHidden, Arena arena) {
    this.projection = projection;
    this.losses = new float[hidden.rows()];
    int chunkRows = chunkRows(hidden.rows(), projection.outputs());
    Tensor logits = Tensor.zeros(Shape.of(chunkRows, projection.outputs()), arena);
    chunks = new ArrayList<>();
    for (int row = 0; row < hidden.rows(); row += chunkRows) {
      chunks.add(chunk(row, Math.min(hidden.rows(), row + chunkRows), hidden, dHidden, logits));
    }
  }

  /** Returns the bytes of the logits. */
  static long bytes(int rows, int vocabularySize) {
    return (long) chunkRows(rows, vocabularySize) * vocabularySize * Float.BYTES;
  }

  private static int chunkRows(int rows, int vocabularySize) {
    int fitting = Math.max(1, MAX_ELEMENTS / vocabularySize / Workers.ROWS) * Workers.ROWS;
    return Math.min(rows, fitting);
  }

  private static Chunk chunk(int from, int to, Tensor hidden, Tensor dHidden, Tensor logits) {
    List<Part> parts = new ArrayList<>();
    for (int row = from; row < to; ) {
      int end = to - row < 2 * Workers.ROWS ? to : row + Workers.ROWS;
      parts.add(new Part(row, hidden.rows(row, end), logits.rows(row - from, end - from)));
      row = end;
    }
    return new Chunk(
        from, hidden.rows(from, to), dHidden.rows(from, to), logits.rows(0, to - from), parts);
  }

  /** Returns the sum of the losses of all rows that have a target. */
  double loss(int[] targets, Workers workers) {
    for (Chunk chunk : chunks) {
      forward(chunk, targets, 0, workers);
    }
    return sum();
  }

  /**
   * Returns the same, sets the gradient of the hidden states and adds to those of the projection.
   *
   * @param factor what the sum is multiplied by before it is differentiated
   */
  double lossAndGradients(int[] targets, float factor, Workers workers) {
    for (Chunk chunk : chunks) {
      forward(chunk, targets, factor, workers);
      projection.backwardInput(chunk.logits(), false, chunk.dHidden(), workers);
      projection.backwardParameters(chunk.logits(), chunk.hidden(), workers);
    }
    return sum();
  }

  /** Copies the logits of one row. */
  void logits(int row, float[] to, Workers workers) {
    for (Chunk chunk : chunks) {
      int index = row - chunk.firstRow();
      if (index >= 0 && index < chunk.hidden().rows()) {
        chunk.parts().forEach(part -> project(part, workers, 0));
        for (int c = 0; c < to.length; c++) {
          to[c] = chunk.logits().get(index, c);
        }
      }
    }
  }

  private void forward(Chunk chunk, int[] targets, float factor, Workers workers) {
    workers.each(
        chunk.parts().size(),
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            Part part = chunk.parts().get(i);
            project(part, workers, worker);
            int rows = part.logits().rows();
            workers
                .gradients()
                .crossEntropy(part.logits(), targets, part.firstRow(), factor, 0, rows, losses);
          }
        });
  }

  private void project(Part part, Workers workers, int worker) {
    projection.multiply(part.hidden(), 0, projection.outputs(), part.logits(), workers, worker);
    Parameter bias = projection.bias();
    if (bias != null) {
      workers.kernels().addToRows(bias.value(), 0, part.logits().rows(), part.logits());
    }
  }

  private double sum() {
    double sum = 0;
    for (float loss : losses) {
      sum += loss;
    }
    return sum;
  }
}
