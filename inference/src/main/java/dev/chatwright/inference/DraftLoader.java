package dev.chatwright.inference;

import dev.chatwright.model.AdapterWeights;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.ModelException;
import dev.chatwright.model.Transformer;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.KeyValueType;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Puts the model together that guesses for another. */
final class DraftLoader {
  private static final Logger LOG = System.getLogger(DraftLoader.class.getName());

  private DraftLoader() {}

  /**
   * Returns the model that the options name, unless it is the same one, has other tokens, or cannot
   * be loaded: replies do not need it, so that is said and keeps nobody waiting.
   *
   * @param target the file or folder of the one it guesses for
   * @param tokenizer of that one
   */
  static Optional<DraftModel> load(
      EngineOptions options,
      Path target,
      Tokenizer tokenizer,
      KernelSelection kernels,
      Parallel parallel,
      OpenResources memory) {
    Optional<Path> draft = options.draft().filter(path -> !path.equals(target));
    try {
      return draft.isPresent()
          ? load(draft.get(), options, target, tokenizer, kernels, parallel, memory)
          : Optional.empty();
    } catch (IOException | ModelException | UncheckedIOException broken) {
      LOG.log(
          Level.ERROR,
          "draft={0} guesses nothing, it cannot be loaded: {1}",
          draft.orElseThrow(),
          broken.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<DraftModel> load(
      Path path,
      EngineOptions options,
      Path target,
      Tokenizer tokenizer,
      KernelSelection kernels,
      Parallel parallel,
      OpenResources memory)
      throws IOException {
    ModelFiles files = ModelLoader.files(path, memory);
    if (!sameTokens(tokenizer, files.tokenizer())) {
      LOG.log(
          Level.WARNING, "draft={0} guesses nothing for {1}: their tokens differ", path, target);
      return Optional.empty();
    }
    // It reads no more of a conversation than the one that it guesses for.
    int context = ModelLoader.context(files.spec(), options);
    ArchSpec spec = files.spec().withContextLength(context);
    KeyValueType type = options.cacheType().stored();
    Transformer transformer =
        memory.add(
            new Transformer(
                spec,
                files.weights(),
                kernels.kernels(),
                kernels.packed(),
                parallel,
                ModelLoader.oneContext(spec, type)));
    Network network = new TransformerNetwork(transformer, AdapterWeights.NONE, parallel);
    long bytes = ModelMemory.of(spec, files.tensors()).draftBytes(kernels, context, type);
    return Optional.of(new DraftModel(network, kernels.kernels(), bytes));
  }

  private static boolean sameTokens(Tokenizer one, Tokenizer other) {
    int size = one.vocabulary().size();
    return size == other.vocabulary().size()
        && IntStream.range(0, size)
            .allMatch(token -> Arrays.equals(one.bytes(token), other.bytes(token)));
  }
}
