package dev.chatwright.model.training;

import static dev.chatwright.model.training.LayerActivations.zeros;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * Gradients of activations, over T rows; every block uses the same.
 *
 * <p>Mutable; threads write disjoint parts.
 *
 * @param hidden {@code [T, C]}, of the residual stream
 * @param normed {@code [T, C]}, of what a norm made of it
 * @param attended {@code [T, H·D]}
 * @param queries {@code [T, H·D]}
 * @param keys {@code [T, keyValueHeads·D]}
 * @param values the same
 * @param gate {@code [T, F]}; of one row if there is no gate
 * @param inner {@code [T, F]}
 * @param statistics {@code [T, 2]}, of the norm that is at work
 */
record BackwardMemory(
    Tensor hidden,
    Tensor normed,
    Tensor attended,
    Tensor queries,
    Tensor keys,
    Tensor values,
    Tensor gate,
    Tensor inner,
    Tensor statistics) {

  static BackwardMemory allocate(ArchSpec spec, int rows, Arena arena) {
    int queryWidth = spec.attention().queryWidth();
    int keyWidth = spec.attention().keyValueWidth();
    int inner = spec.feedForward().width();
    return new BackwardMemory(
        zeros(rows, spec.width(), arena),
        zeros(rows, spec.width(), arena),
        zeros(rows, queryWidth, arena),
        zeros(rows, queryWidth, arena),
        zeros(rows, keyWidth, arena),
        zeros(rows, keyWidth, arena),
        zeros(spec.feedForward().gated() ? rows : 1, inner, arena),
        zeros(rows, inner, arena),
        zeros(rows, 2, arena));
  }

  /** Returns how many bytes {@link #allocate} takes, to within the alignment. */
  static long bytes(ArchSpec spec, int rows) {
    long inner = spec.feedForward().width() * (spec.feedForward().gated() ? 2L : 1L);
    long columns =
        2L * spec.width()
            + 2L * spec.attention().queryWidth()
            + 2L * spec.attention().keyValueWidth()
            + inner
            + 2;
    return columns * rows * Float.BYTES;
  }
}
