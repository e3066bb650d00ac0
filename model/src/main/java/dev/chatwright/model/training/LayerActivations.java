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
 * @param aroundAttention what norms and additions keep
 * @param attention what attention keeps
 * @param aroundFeedForward as around attention
 * @param feedForward what the feed-forward layer keeps
 */
record LayerActivations(
    ResidualActivations aroundAttention,
    AttentionActivations attention,
    ResidualActivations aroundFeedForward,
    FeedForwardActivations feedForward) {

  static LayerActivations allocate(ArchSpec spec, int rows, Arena arena) {
    return new LayerActivations(
        ResidualActivations.allocate(spec, rows, arena),
        AttentionActivations.allocate(spec, rows, arena),
        ResidualActivations.allocate(spec, rows, arena),
        FeedForwardActivations.allocate(spec, rows, arena));
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
          new LayerActivations(
              shared.aroundAttention.sharingElements(spec, rows, arena),
              shared.attention.sharingElements(spec, rows, arena),
              shared.aroundFeedForward.sharingElements(spec, rows, arena),
              shared.feedForward.sharingElements(spec, rows, arena));
      case BLOCKS ->
          new LayerActivations(
              shared.aroundAttention.withHidden(zeros(rows, spec.width(), arena)),
              shared.attention,
              shared.aroundFeedForward,
              shared.feedForward);
    };
  }

  /** Returns the residual stream before the block, {@code [T, C]}. */
  Tensor hidden() {
    return aroundAttention.hidden();
  }

  /** Returns the residual stream after attention, {@code [T, C]}. */
  Tensor middle() {
    return aroundFeedForward.hidden();
  }

  /** Returns how many bytes all blocks and what they share take, to within the alignment. */
  static long bytes(ArchSpec spec, int rows, Recompute recompute) {
    long all = columns(spec);
    long shared =
        switch (recompute) {
          case NOTHING -> 0;
          case ELEMENTWISE -> sharedColumns(spec);
          case BLOCKS -> all - spec.width();
        };
    long columns = spec.layers() * (all - shared) + (recompute == Recompute.NOTHING ? 0 : all);
    return columns * rows * Float.BYTES;
  }

  private static long columns(ArchSpec spec) {
    return 2 * ResidualActivations.columns(spec)
        + AttentionActivations.columns(spec)
        + FeedForwardActivations.columns(spec);
  }

  private static long sharedColumns(ArchSpec spec) {
    return 2 * ResidualActivations.sharedColumns(spec)
        + AttentionActivations.sharedColumns(spec)
        + FeedForwardActivations.sharedColumns(spec);
  }

  static Tensor zeros(int rows, int columns, Arena arena) {
    return Tensor.zeros(Shape.of(rows, columns), arena);
  }
}
