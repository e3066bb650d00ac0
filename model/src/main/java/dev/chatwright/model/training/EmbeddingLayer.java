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
record EmbeddingLayer(Learnable tokens, float scale, @Nullable Learnable positions) {

  static EmbeddingLayer of(ArchSpec spec, Learner learner) {
    return new EmbeddingLayer(
        learner.require("token_embd.weight"),
        spec.embedding().scale(),
        learner.find("position_embd.weight").orElse(null));
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

  /** Adds to the gradients of both tables, as far as they learn. */
  void backward(int[] ids, int[] positionIds, Tensor dHidden, Workers workers) {
    if (tokens.gradient() != null) {
      lookUp(dHidden, ids, scale, tokens.gradient(), workers);
    }
    if (positions != null && positions.gradient() != null) {
      lookUp(dHidden, positionIds, 1, positions.gradient(), workers);
    }
  }

  private static void lookUp(
      Tensor dHidden, int[] ids, float factor, Tensor dTable, Workers workers) {
    workers.overColumns(
        dHidden.columns(),
        (worker, from, to) -> workers.gradients().lookUp(dHidden, ids, factor, from, to, dTable));
  }
}
