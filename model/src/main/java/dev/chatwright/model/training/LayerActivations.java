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
    return allocate(
        spec,
        rows,
        zeros(rows, spec.width(), arena),
        zeros(rows, spec.width(), arena),
        zeros(rows, spec.feedForward().width(), arena),
        arena);
  }

  /** Allocates all but what norms and activations make. */
  private static LayerActivations allocate(
      ArchSpec spec,
      int rows,
      Tensor attentionInput,
      Tensor feedForwardInput,
      Tensor inner,
      Arena arena) {
    int queryWidth = spec.attention().queryWidth();
    int keyWidth = spec.attention().keyValueWidth();
    int innerWidth = spec.feedForward().width();
    return new LayerActivations(
        zeros(rows, spec.width(), arena),
        attentionInput,
        zeros(rows, queryWidth, arena),
        zeros(rows, keyWidth, arena),
        zeros(rows, keyWidth, arena),
        zeros(rows, queryWidth, arena),
        zeros(spec.attention().heads(), rows, arena),
        zeros(rows, spec.width(), arena),
        feedForwardInput,
        zeros(spec.feedForward().gated() ? rows : 1, innerWidth, arena),
        zeros(rows, innerWidth, arena),
        inner);
  }

  /**
   * Allocates what one block keeps, and lets it share with another what is computed again.
   *
   * @param shared of the same sizes
   */
  static LayerActivations allocate(
      ArchSpec spec, int rows, Recompute recompute, LayerActivations shared, Arena arena) {
    return switch (recompute) {
      case NOTHING -> allocate(spec, rows, arena);
      case ELEMENTWISE ->
          allocate(spec, rows, shared.attentionInput, shared.feedForwardInput, shared.inner, arena);
      case BLOCKS -> shared.withHidden(zeros(rows, spec.width(), arena));
    };
  }

  private LayerActivations withHidden(Tensor other) {
    return new LayerActivations(
        other,
        attentionInput,
        queries,
        keys,
        values,
        attended,
        logSums,
        middle,
        feedForwardInput,
        gate,
        up,
        inner);
  }

  /** Returns how many bytes all blocks and what they share take, to within the alignment. */
  static long bytes(ArchSpec spec, int rows, Recompute recompute) {
    long all = bytes(spec, rows);
    long shared =
        switch (recompute) {
          case NOTHING -> 0;
          case ELEMENTWISE -> (2L * spec.width() + spec.feedForward().width()) * rows * Float.BYTES;
          case BLOCKS -> all - (long) spec.width() * rows * Float.BYTES;
        };
    return spec.layers() * (all - shared) + (recompute == Recompute.NOTHING ? 0 : all);
  }

  private static long bytes(ArchSpec spec, int rows) {
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
