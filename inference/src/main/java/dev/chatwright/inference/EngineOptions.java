package dev.chatwright.inference;

import java.util.OptionalInt;

/**
 * How a model is to be computed.
 *
 * <p>Immutable.
 *
 * @param threads how many threads compute, 1 to {@value #MAX_THREADS}
 * @param contextLength the most positions a conversation may take, at least 1; empty for what the
 *     model was trained for. Never more than that is used
 * @param kernels the name of the kernels, or {@code auto} for the fastest that run here
 */
public record EngineOptions(int threads, OptionalInt contextLength, String kernels) {
  /** The most threads that an engine takes. */
  public static final int MAX_THREADS = 256;

  /** All processors, the model's own context, the fastest kernels. */
  public static final EngineOptions DEFAULT =
      new EngineOptions(
          Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS),
          OptionalInt.empty(),
          "auto");

  /** Checks the ranges. */
  public EngineOptions {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads must be 1 to %d, got %d".formatted(MAX_THREADS, threads));
    }
    if (contextLength.isPresent() && contextLength.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "context length must be at least 1, got " + contextLength.getAsInt());
    }
  }

  /** Returns these options with another number of threads. */
  public EngineOptions withThreads(int count) {
    return new EngineOptions(count, contextLength, kernels);
  }

  /** Returns these options with other kernels. */
  public EngineOptions withKernels(String name) {
    return new EngineOptions(threads, contextLength, name);
  }

  /** Returns these options with a context of at most {@code positions}. */
  public EngineOptions withContextLength(int positions) {
    return new EngineOptions(threads, OptionalInt.of(positions), kernels);
  }
}
