package dev.chatwright.cli;

import dev.chatwright.inference.EngineOptions;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the engine computes. */
final class EngineOption {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one for each processor).")
  private @Nullable Integer threads;

  @Option(
      names = "--context",
      paramLabel = "N",
      description = "Longest conversation in tokens (default: what the model was trained for).")
  private @Nullable Integer context;

  @Option(
      names = "--kernels",
      paramLabel = "NAME",
      description = "Kernels to compute with: auto, vector or scalar (default: auto).")
  private @Nullable String kernels;

  /** Returns what was typed, if anything was. */
  @Nullable Integer threads() {
    return threads;
  }

  /** Returns what was typed, if anything was. */
  @Nullable Integer givenContext() {
    return context;
  }

  /** Returns what was typed, if anything was. */
  @Nullable String kernels() {
    return kernels;
  }

  OptionalInt context() {
    return context == null ? OptionalInt.empty() : OptionalInt.of(context);
  }

  EngineOptions options() {
    return new EngineOptions(
        threads == null ? EngineOptions.DEFAULT.threads() : threads,
        context(),
        kernels == null ? EngineOptions.DEFAULT.kernels() : kernels);
  }
}
