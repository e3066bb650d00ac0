package dev.chatwright.model.training;

import static dev.chatwright.model.training.LayerActivations.zeros;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * What the forward pass of a {@link FeedForwardLayer} keeps, over T rows.
 *
 * <p>Mutable; threads write disjoint parts.
 *
 * @param gate {@code [T, F]}, before the activation; of one row if there is no gate
 * @param up {@code [T, F]}
 * @param inner {@code [T, F]}, what the last product is given
 */
record FeedForwardActivations(Tensor gate, Tensor up, Tensor inner) {

  static FeedForwardActivations allocate(ArchSpec spec, int rows, Arena arena) {
    return allocate(spec, rows, zeros(rows, spec.feedForward().width(), arena), arena);
  }

  /** Allocates all but what the activation makes. */
  private static FeedForwardActivations allocate(
      ArchSpec spec, int rows, Tensor inner, Arena arena) {
    int width = spec.feedForward().width();
    return new FeedForwardActivations(
        zeros(spec.feedForward().gated() ? rows : 1, width, arena),
        zeros(rows, width, arena),
        inner);
  }

  /** Allocates what the activation did not make, and shares the rest. */
  FeedForwardActivations sharingElements(ArchSpec spec, int rows, Arena arena) {
    return allocate(spec, rows, inner, arena);
  }

  /** Returns how many numbers {@link #allocate} takes for each row. */
  static long columns(ArchSpec spec) {
    return spec.feedForward().width() * (spec.feedForward().gated() ? 3L : 2L);
  }

  /** Returns how many of these {@link #sharingElements} does not allocate. */
  static long sharedColumns(ArchSpec spec) {
    return spec.feedForward().width();
  }
}
