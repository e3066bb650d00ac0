package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * What the forward pass of one block keeps for its backward pass, over T rows.
 *
 * <p>Mutable; threads write disjoint parts.
 *
 * @param hidden {@code [T, C]}, the residual stream that comes in
 * @param attentionInput {@code [T, C]}, what the first norm made of it
 * @param queries {@code [T, H·D]}, rotated
 * @param keys {@code [T, keyValueHeads·D]}, rotated
 * @param values the same, not rotated
 * @param attended {@code [T, H·D]}
 * @param logSums {@code [H, T]}, of the attention's scores
 * @param middle {@code [T, C]}, the residual stream after attention
 * @param feedForwardInput {@code [T, C]}, what the second norm made of it
 * @param gate {@code [T, F]}, before the activation; of one row if there is no gate
 * @param up {@code [T, F]}
 * @param inner {@code [T, F]}, what the last product is given
 */
record LayerActivations(
    Tensor hidden,
    Tensor attentionInput,
    Tensor queries,
    Tensor keys,
    Tensor values,
    Tensor attended,
    Tensor logSums,
    Tensor middle,
    Tensor feedForwardInput,
    Tensor gate,
    Tensor up,
    Tensor inner) {

  static LayerActivations allocate(ArchSpec spec, int rows, Arena arena) {
    int queryWidth = spec.attention().queryWidth();
    int keyWidth = spec.attention().keyValueWidth();
    int inner = spec.feedForward().width();
    return new LayerActivations(
        zeros(rows, spec.width(), arena),
        zeros(rows, spec.width(), arena),
        zeros(rows, queryWidth, arena),
        zeros(rows, keyWidth, arena),
        zeros(rows, keyWidth, arena),
        zeros(rows, queryWidth, arena),
        zeros(spec.attention().heads(), rows, arena),
        zeros(rows, spec.width(), arena),
        zeros(rows, spec.width(), arena),
        zeros(spec.feedForward().gated() ? rows : 1, inner, arena),
        zeros(rows, inner, arena),
        zeros(rows, inner, arena));
  }

  /** Returns how many bytes {@link #allocate} takes, to within the alignment. */
  static long bytes(ArchSpec spec, int rows) {
    long queryWidth = spec.attention().queryWidth();
    long keyWidth = spec.attention().keyValueWidth();
    long inner = spec.feedForward().width() * (spec.feedForward().gated() ? 3L : 2L);
    long columns =
        4L * spec.width() + 2 * queryWidth + 2 * keyWidth + spec.attention().heads() + inner;
    return columns * rows * Float.BYTES;
  }

  static Tensor zeros(int rows, int columns, Arena arena) {
    return Tensor.zeros(Shape.of(rows, columns), arena);
  }
}
