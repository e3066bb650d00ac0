package dev.chatwright.cli;

import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.inference.CacheType;
import dev.chatwright.inference.EngineOptions;
import dev.chatwright.inference.Speculation;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the engine computes. */
final class EngineOption {
  @Mixin private ComputeOption compute = new ComputeOption();

  @Option(
      names = "--context",
      paramLabel = "N",
      description = "Longest conversation in tokens (default: what the model was trained for).")
  private @Nullable Integer context;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Replies computed together; others wait (default: 16).")
  private @Nullable Integer parallel;

  @Option(
      names = "--speculation",
      paramLabel = "MODE",
      description =
          "Guess a lone reply's next tokens where they repeat earlier ones: auto, off or always."
              + " Replies stay the same (default: auto, where it is faster).")
  private @Nullable Speculation speculation;

  @Option(
      names = "--draft",
      paramLabel = "M",
      description =
          "Id or path of a smaller model of the same tokens that guesses them too, where nothing"
              + " repeats (default: none).")
  private @Nullable String draft;

  /** Returns what was typed, if anything was. */
  @Nullable String givenDraft() {
    return draft;
  }

  @Option(
      names = "--cache-type",
      paramLabel = "TYPE",
      description =
          "Keep what the model remembers of a conversation in 8, 16 or 32 bits: q8, f16 or f32"
              + " (default: f16; q8 takes half its memory, f32 twice).")
  private @Nullable CacheType cacheType;

  @Option(
      names = "--no-repack",
      description =
          "Read the weights from the file instead of laying them out anew in memory: less memory,"
              + " slower replies.")
  private boolean noRepack;

  /** Returns what was typed, if anything was. */
  @Nullable Boolean givenRepack() {
    return noRepack ? Boolean.FALSE : null;
  }

  /** Returns what was typed, if anything was. */
  @Nullable String givenCacheType() {
    return cacheType == null ? null : cacheType.label();
  }

  /** Returns what was typed, if anything was. */
  @Nullable String givenSpeculation() {
    return speculation == null ? null : speculation.name().toLowerCase(Locale.ROOT);
  }

  /** Returns what was typed, if anything was. */
  @Nullable Integer threads() {
    return compute.givenThreads();
  }

  /** Returns what was typed, if anything was. */
  @Nullable Integer givenContext() {
    return context;
  }

  /** Returns what was typed, if anything was. */
  @Nullable Integer givenParallel() {
    return parallel;
  }

  /** Returns what was typed, if anything was. */
  @Nullable String kernels() {
    return compute.givenKernels();
  }

  OptionalInt context() {
    return context == null ? OptionalInt.empty() : OptionalInt.of(context);
  }

  EngineOptions options() {
    return new EngineOptions(
        compute.threads(),
        context(),
        compute.kernels(),
        parallel == null ? EngineOptions.DEFAULT_PARALLEL : parallel,
        speculation == null ? Speculation.AUTO : speculation,
        cacheType == null ? CacheType.F16 : cacheType,
        !noRepack,
        Optional.empty(),
        Optional.empty());
  }

  /** Returns the options with the draft model, which must be there already. */
  EngineOptions options(ModelStore store) throws IOException {
    return draft == null
        ? options()
        : options().withDraft(ModelOption.require(store, draft).path());
  }
}
