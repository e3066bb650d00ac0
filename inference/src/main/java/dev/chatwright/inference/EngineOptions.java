package dev.chatwright.inference;

import dev.chatwright.inference.spill.BlockFolder;
import dev.chatwright.tensor.KernelSelection;
import java.nio.file.Path;
import java.util.Optional;
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
 * @param parallel the most replies computed together, 1 to {@value #MAX_PARALLEL}; others wait
 * @param speculation whether tokens are guessed
 * @param cacheType how keys and values are kept
 * @param repack whether weights are laid out anew in memory when a model is loaded, where the
 *     kernels and the machine's memory allow it; else they are read from the mapped file
 * @param draft a smaller model of the same tokens, which guesses beside the prompts themselves
 * @param spill where keys and values go for which there is no memory
 */
public record EngineOptions(
    int threads,
    OptionalInt contextLength,
    String kernels,
    int parallel,
    Speculation speculation,
    CacheType cacheType,
    boolean repack,
    Optional<Path> draft,
    Optional<Spill> spill) {
  /** The most threads that an engine takes. */
  public static final int MAX_THREADS = 256;

  /** The most replies that an engine computes together. */
  public static final int MAX_PARALLEL = 128;

  /** How many replies are computed together where nobody says. */
  public static final int DEFAULT_PARALLEL = 16;

  /** All processors, the model's own context, the fastest kernels. */
  public static final EngineOptions DEFAULT =
      new EngineOptions(
          Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS),
          OptionalInt.empty(),
          "auto",
          DEFAULT_PARALLEL,
          Speculation.AUTO,
          CacheType.F16,
          true,
          Optional.empty(),
          Optional.empty());

  /** Checks the ranges. */
  public EngineOptions {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads must be 1 to %d, got %d".formatted(MAX_THREADS, threads));
    }
    if (parallel < 1 || parallel > MAX_PARALLEL) {
      throw new IllegalArgumentException(
          "parallel must be 1 to %d, got %d".formatted(MAX_PARALLEL, parallel));
    }
    if (contextLength.isPresent() && contextLength.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "context length must be at least 1, got " + contextLength.getAsInt());
    }
  }

  /** Returns these options with another number of threads. */
  public EngineOptions withThreads(int count) {
    return new EngineOptions(
        count, contextLength, kernels, parallel, speculation, cacheType, repack, draft, spill);
  }

  /** Returns these options with other kernels. */
  public EngineOptions withKernels(String name) {
    return new EngineOptions(
        threads, contextLength, name, parallel, speculation, cacheType, repack, draft, spill);
  }

  /**
   * Checks that what is to compute can run on this machine.
   *
   * @throws IllegalArgumentException if it cannot; the message says why and what can
   */
  public void checkKernels() {
    if (!kernels.equals("auto")) { // which always finds some, in time that a start has not
      KernelSelection.choose(kernels);
    }
  }

  /** Returns these options with a context of at most {@code positions}. */
  public EngineOptions withContextLength(int positions) {
    return new EngineOptions(
        threads,
        OptionalInt.of(positions),
        kernels,
        parallel,
        speculation,
        cacheType,
        repack,
        draft,
        spill);
  }

  /** Returns these options with another number of replies computed together. */
  public EngineOptions withParallel(int replies) {
    return new EngineOptions(
        threads, contextLength, kernels, replies, speculation, cacheType, repack, draft, spill);
  }

  /** Returns these options with tokens guessed, or not. */
  public EngineOptions withSpeculation(Speculation value) {
    return new EngineOptions(
        threads, contextLength, kernels, parallel, value, cacheType, repack, draft, spill);
  }

  /** Returns these options with keys and values kept otherwise. */
  public EngineOptions withCacheType(CacheType type) {
    return new EngineOptions(
        threads, contextLength, kernels, parallel, speculation, type, repack, draft, spill);
  }

  /** Returns these options with weights laid out anew, or read from the file. */
  public EngineOptions withRepack(boolean value) {
    return new EngineOptions(
        threads, contextLength, kernels, parallel, speculation, cacheType, value, draft, spill);
  }

  /** Returns these options with a model that guesses. */
  public EngineOptions withDraft(Path fileOrFolder) {
    return new EngineOptions(
        threads,
        contextLength,
        kernels,
        parallel,
        speculation,
        cacheType,
        repack,
        Optional.of(fileOrFolder),
        spill);
  }

  /** Returns these options with keys and values kept on disk for which there is no memory. */
  public EngineOptions withSpill(Spill value) {
    return new EngineOptions(
        threads,
        contextLength,
        kernels,
        parallel,
        speculation,
        cacheType,
        repack,
        draft,
        Optional.of(value));
  }

  /**
   * Where the keys and values of a model go for which there is no memory.
   *
   * @param folder for those of all models
   * @param model tells the model's content, and the program that computes it
   */
  public record Spill(BlockFolder folder, String model) {}
}
