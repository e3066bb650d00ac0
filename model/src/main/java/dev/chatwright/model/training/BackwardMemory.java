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
 * @param output {@code [T, C]}, of what a sublayer made, before a second norm; of one row if there
 *     is none
 * @param attended {@code [T, H·D]}
 * @param projectedQueries {@code [T, H·D]}, before heads are normalised; where they are not, the
 *     same tensor as {@code queries}
 * @param projectedKeys the same of {@code keys}
 * @param queries {@code [T, H·D]}
 * @param keys {@code [T, keyValueHeads·D]}
 * @param values the same
 * @param gate {@code [T, F]}; of one row if there is no gate
 * @param inner {@code [T, F]}
 * @param statistics {@code [T, 2]}, of the norm that is at work; {@code [T·H, 2]} where heads are
 *     normalised
 */
record BackwardMemory(
    Tensor hidden,
    Tensor normed,
    Tensor output,
    Tensor attended,
    Tensor projectedQueries,
    Tensor projectedKeys,
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
    boolean normed = spec.attention().queryKeyNorm();
    Tensor queries = zeros(rows, queryWidth, arena);
    Tensor keys = zeros(rows, keyWidth, arena);
    return new BackwardMemory(
        zeros(rows, spec.width(), arena),
        zeros(rows, spec.width(), arena),
        zeros(ResidualActivations.isAround(spec) ? rows : 1, spec.width(), arena),
        zeros(rows, queryWidth, arena),
        normed ? zeros(rows, queryWidth, arena) : queries,
        normed ? zeros(rows, keyWidth, arena) : keys,
        queries,
        keys,
        zeros(rows, keyWidth, arena),
        zeros(spec.feedForward().gated() ? rows : 1, inner, arena),
        zeros(rows, inner, arena),
        zeros(rows * statisticsOfARow(spec), 2, arena));
  }

  private static int statisticsOfARow(ArchSpec spec) {
    return spec.attention().queryKeyNorm() ? spec.attention().heads() : 1;
  }

  /** Returns how many bytes {@link #allocate} takes, to within the alignment. */
  static long bytes(ArchSpec spec, int rows) {
    long inner = spec.feedForward().width() * (spec.feedForward().gated() ? 2L : 1L);
    long columns =
        spec.width() * (ResidualActivations.isAround(spec) ? 3L : 2L)
            + 2L * spec.attention().queryWidth()
            + 2L * spec.attention().keyValueWidth()
            + AttentionActivations.sharedColumns(spec)
            + inner
            + 2L * statisticsOfARow(spec);
    return columns * rows * Float.BYTES;
  }
}
