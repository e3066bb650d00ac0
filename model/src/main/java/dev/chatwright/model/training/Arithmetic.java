package dev.chatwright.model.training;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.packed.BfloatProducts;
import java.util.Optional;

/**
 * What a network computes with while it learns.
 *
 * <p>Immutable.
 *
 * @param kernels for everything, but for what bfloats multiply
 * @param bfloats multiply activations, weights and their gradients, rounded, with sums of floats;
 *     empty where floats are multiplied
 */
public record Arithmetic(Kernels kernels, Optional<BfloatProducts> bfloats) {

  /** Returns products of floats as they are. */
  public static Arithmetic floats(Kernels kernels) {
    return new Arithmetic(kernels, Optional.empty());
  }
}
