package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Turns tokens into hidden states: the token's vector, scaled, plus that of its position.
 *
 * <p>Immutable.
 *
 * @param tokens {@code [V, C]}
 * @param positions {@code [contextLength or more, C]}, or null
 */
record EmbeddingLayer(Parameter tokens, float scale, @Nullable Parameter positions) {

  static EmbeddingLayer of(ArchSpec spec, Parameters parameters) {
    return new EmbeddingLayer(
        parameters.requireParameter("token_embd.weight"),
        spec.embedding().scale(),
        parameters.parameter("position_embd.weight").orElse(null));
  }

  /**
   * Sets {@code hidden} {@code [T, C]}.
   *
   * @param rowOfPosition {@code [T, C]}, overwritten
   */
  void forward(int[] ids, int[] positionIds, Tensor hidden, Tensor rowOfPosition, Workers workers) {
    Kernels kernels = workers.kernels();
    long columns = hidden.columns();
    workers.overRows(
        hidden,
        (worker, from, to) -> {
          copyRows(tokens.value(), ids, from, to, hidden, kernels);
          if (scale != 1) {
            kernels.scale(hidden, scale, from * columns, to * columns);
          }
          if (positions != null) {
            copyRows(positions.value(), positionIds, from, to, rowOfPosition, kernels);
            kernels.add(rowOfPosition, from * columns, to * columns, hidden);
          }
        });
  }

  private static void copyRows(
      Tensor table, int[] ids, int from, int to, Tensor y, Kernels kernels) {
    for (int row = from; row < to; row++) {
      kernels.copyRow(table, ids[row], y, row);
    }
  }

  /** Adds to the gradients of both tables. */
  void backward(int[] ids, int[] positionIds, Tensor dHidden, Workers workers) {
    workers.overColumns(
        dHidden.columns(),
        (worker, from, to) -> {
          workers.gradients().lookUp(dHidden, ids, scale, from, to, tokens.gradient());
          if (positions != null) {
            workers.gradients().lookUp(dHidden, positionIds, 1, from, to, positions.gradient());
          }
        });
  }
}
