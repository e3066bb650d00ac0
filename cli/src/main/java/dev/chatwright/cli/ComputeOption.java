package dev.chatwright.cli;

import dev.chatwright.inference.EngineOptions;
import dev.chatwright.tensor.KernelSelection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** With what is computed. */
final class ComputeOption {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one for each processor).")
  private @Nullable Integer threads;

  @Option(
      names = "--kernels",
      paramLabel = "NAME",
      description =
          "Kernels to compute with: auto, amx, avx512-vnni, avx2-vnni, avx512 or avx2, which round"
              + " activations to 8 bits; vector or scalar, which keep floats (default: auto).")
  private @Nullable String kernels;

  /** Returns what was typed, if anything was. */
  @Nullable Integer givenThreads() {
    return threads;
  }

  /** Returns what was typed, if anything was. */
  @Nullable String givenKernels() {
    return kernels;
  }

  int threads() {
    return threads == null ? EngineOptions.DEFAULT.threads() : threads;
  }

  String kernels() {
    return kernels == null ? EngineOptions.DEFAULT.kernels() : kernels;
  }

  /**
   * Returns the kernels to train with, and makes them those of the process, on which a recipe's
   * precision depends, too.
   *
   * @throws IllegalArgumentException if there are no such kernels, or they cannot run here
   */
  KernelSelection chooseForProcess() {
    KernelSelection selection = KernelSelection.choose(kernels());
    System.setProperty("chatwright.kernels", kernels());
    return selection;
  }

  EngineOptions options() {
    return EngineOptions.DEFAULT.withThreads(threads()).withKernels(kernels());
  }
}
