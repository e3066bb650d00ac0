package dev.chatwright.model.training;

import static dev.chatwright.model.training.LayerActivations.zeros;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.NormSpec;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * What the forward pass of a {@link ResidualLayer} keeps, over T rows.
 *
 * <p>Mutable; threads write disjoint parts.
 *
 * @param hidden {@code [T, C]}, the residual stream that comes in
 * @param input {@code [T, C]}, what the first norm made of it
 * @param output {@code [T, C]}, what the second norm is given; of one row if there is none
 */
record ResidualActivations(Tensor hidden, Tensor input, Tensor output) {

  static ResidualActivations allocate(ArchSpec spec, int rows, Arena arena) {
    return allocate(spec, rows, zeros(rows, spec.width(), arena), arena);
  }

  /** Allocates all but what the first norm made. */
  private static ResidualActivations allocate(ArchSpec spec, int rows, Tensor input, Arena arena) {
    return new ResidualActivations(
        zeros(rows, spec.width(), arena),
        input,
        zeros(isAround(spec) ? rows : 1, spec.width(), arena));
  }

  /** Allocates what norms did not make, and shares the rest. */
  ResidualActivations sharingElements(ArchSpec spec, int rows, Arena arena) {
    return allocate(spec, rows, input, arena);
  }

  ResidualActivations withHidden(Tensor other) {
    return new ResidualActivations(other, input, output);
  }

  /** Returns how many numbers {@link #allocate} takes for each row. */
  static long columns(ArchSpec spec) {
    return spec.width() * (isAround(spec) ? 3L : 2L);
  }

  /** Returns how many of these {@link #sharingElements} does not allocate. */
  static long sharedColumns(ArchSpec spec) {
    return spec.width();
  }

  static boolean isAround(ArchSpec spec) {
    return spec.norms().placement() == NormSpec.Placement.AROUND;
  }
}
