package dev.chatwright.tensor.spi;

import dev.chatwright.tensor.NarrowProducts;
import dev.chatwright.tensor.packed.PackedKernels;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Offers products with packed weights, and with keys and values. Found with {@link
 * java.util.ServiceLoader}.
 */
public interface PackedKernelProvider {

  /** Returns every kind there is, the fastest first. Must not throw. */
  List<Offer> offers();

  /**
   * Products for one kind of processor.
   *
   * @param name what a person may force with {@code --kernels}
   * @param unsupportedBecause why they cannot run here, or empty if they can
   * @param slowerBecause why another kind is faster here although they can run, so that only who
   *     names them has them, or empty
   * @param kernels makes those with packed weights; called only where nothing speaks against it
   * @param attention makes those that attention wants; the same
   */
  record Offer(
      String name,
      Optional<String> unsupportedBecause,
      Optional<String> slowerBecause,
      Supplier<PackedKernels> kernels,
      Supplier<NarrowProducts> attention) {}
}
