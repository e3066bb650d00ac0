package dev.chatwright.inference;

import dev.chatwright.model.AdapterWeights;
import dev.chatwright.model.Transformer;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
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
   * Returns the model that the options name, unless it is the same one or has other tokens.
   *
   * @param target the file or folder of the one it guesses for
   * @param tokenizer of that one
   * @throws IOException if it is absent, broken, or of a kind that this version cannot run
   */
  static Optional<DraftModel> load(
      EngineOptions options,
      Path target,
      Tokenizer tokenizer,
      KernelSelection kernels,
      Parallel parallel,
      OpenResources memory)
      throws IOException {
    if (options.draft().isEmpty() || options.draft().get().equals(target)) {
      return Optional.empty();
    }
    Path path = options.draft().get();
    ModelFiles files = ModelLoader.files(path, memory);
    if (!sameTokens(tokenizer, files.tokenizer())) {
      LOG.log(
          Level.WARNING, "draft={0} guesses nothing for {1}: their tokens differ", path, target);
      return Optional.empty();
    }
    Transformer transformer =
        memory.add(
            new Transformer(
                files.spec(),
                files.weights(),
                kernels.kernels(),
                kernels.packed(),
                parallel,
                ModelLoader.oneContext(files.spec(), options.cacheType().elements())));
    Network network = new TransformerNetwork(transformer, AdapterWeights.NONE, parallel);
    return Optional.of(new DraftModel(network, kernels.kernels()));
  }

  private static boolean sameTokens(Tokenizer one, Tokenizer other) {
    int size = one.vocabulary().size();
    return size == other.vocabulary().size()
        && IntStream.range(0, size)
            .allMatch(token -> Arrays.equals(one.bytes(token), other.bytes(token)));
  }
}
