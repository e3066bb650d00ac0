package dev.chatwright.training;

import com.sun.management.OperatingSystemMXBean;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.training.optimizer.OptimizerOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * The memory that a run takes besides its text. Immutable.
 *
 * @param parameters bytes of weights, gradients and what the optimiser remembers of each
 * @param activations bytes of what a step keeps between forward and backward
 */
public record RunMemory(long parameters, long activations) {
  /** Weight and gradient, as floats. */
  private static final int BYTES_OF_A_PARAMETER = 2 * Float.BYTES;

  /** Returns the memory of a run that trains some numbers. */
  static RunMemory of(long numbers, OptimizerOptions optimizer, long activations) {
    double each = BYTES_OF_A_PARAMETER + optimizer.bytesOfAParameter();
    return new RunMemory((long) (each * numbers), activations);
  }

  static RunMemory of(Recipe recipe, ArchSpec spec, Kernels kernels, int threads) {
    return of(
        Parameters.count(spec, recipe.model().optionalTensors()),
        recipe.optimizer(),
        TrainableTransformer.bytes(
            spec,
            recipe.batch(),
            recipe.model().context(),
            recipe.precision().arithmetic(kernels),
            threads));
  }

  /** Returns the bytes in all. */
  public long bytes() {
    return parameters + activations;
  }

  /** Returns whether a machine with some bytes has as much. */
  boolean fits(long machine) {
    return bytes() <= machine;
  }

  /**
   * Refuses what this machine does not have, before anything is allocated.
   *
   * @throws IOException if it does not fit
   */
  void requireRoom() throws IOException {
    requireRoom(machine());
  }

  /**
   * Refuses what a machine with some bytes does not have.
   *
   * @throws IOException if it does not fit
   */
  void requireRoom(long machine) throws IOException {
    if (!fits(machine)) {
      throw new IOException(
          "the run needs %,d MB (parameters %,d, activations %,d), this machine has %,d; choose a smaller model, batch or context"
              .formatted(bytes() >> 20, parameters >> 20, activations >> 20, machine >> 20));
    }
  }

  /** Returns the bytes of this machine, without limit where that cannot be found out. */
  static long machine() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
        ? machine.getTotalMemorySize()
        : Long.MAX_VALUE;
  }
}
