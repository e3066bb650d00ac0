package dev.chatwright.inference;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.inference.adapter.AdapterCard;
import dev.chatwright.inference.spill.ModelBlocks;
import dev.chatwright.model.AdapterWeights;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.model.KeyValueMemory;
import dev.chatwright.model.ModelException;
import dev.chatwright.model.Transformer;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.KeyValueBlocks;
import dev.chatwright.tensor.KeyValueType;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.template.ChatTemplateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Puts a language model together from its files. */
final class ModelLoader {
  private static final Logger LOG = System.getLogger(ModelLoader.class.getName());

  /** What the keys and values of all conversations may take, unless one context takes more. */
  static final long MAX_CACHE_BYTES = 512L << 20;

  private ModelLoader() {}

  static LoadedModel load(Path path, String id, Optional<Path> adapter, EngineOptions options)
      throws IOException {
    return open(
        path,
        memory -> {
          ModelFiles files = begin(path, memory);
          KernelSelection kernels = PackingRoom.checkAloud(kernels(options), files.tensors());
          return assemble(files, adapter, path, id, options, kernels, memory);
        });
  }

  /**
   * Maps the files of a language model.
   *
   * @throws IOException if they are absent, broken, or of a kind that this version cannot run
   */
  static ModelFiles files(Path path, OpenResources memory) throws IOException {
    ModelFiles files = begin(path, memory);
    requireFittingVocabulary(files.tokenizer(), files.spec(), path);
    return files;
  }

  /** Maps the same and goes on to read the tokenizer aside, which is checked by nobody yet. */
  private static ModelFiles begin(Path path, OpenResources memory) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "there is no model file or folder");
    }
    return Files.isDirectory(path) ? FolderModel.open(path, memory) : GgufModel.open(path, memory);
  }

  /** Makes a model from files, and gives its memory to it. */
  @FunctionalInterface
  interface Opening<T> {
    /** Returns the model, which closes {@code memory}. */
    T open(OpenResources memory) throws IOException;
  }

  /** Opens a model; if that fails, frees what it took and names the file. */
  static <T> T open(Path path, Opening<T> opening) throws IOException {
    OpenResources memory = new OpenResources();
    try {
      return opening.open(memory);
    } catch (ModelException refused) {
      memory.close();
      throw new CheckpointException(path + ": " + refused.getMessage(), refused);
    } catch (UncheckedIOException wrongValue) {
      memory.close();
      throw wrongValue.getCause();
    } catch (IOException | RuntimeException | Error failure) { // as where memory is short
      memory.close();
      throw failure;
    }
  }

  /** Returns the kernels asked for, and says so where a slow fall-back runs. */
  static KernelSelection kernels(EngineOptions options) {
    KernelSelection selection = selected(options);
    if (selection.isScalar()) {
      LOG.log(
          Level.WARNING,
          "kernels=scalar: plain Java, many times slower than the others; refused={0}",
          selection.refused());
    }
    return selection;
  }

  /** Returns the same in silence. */
  static KernelSelection selected(EngineOptions options) {
    KernelSelection selection =
        options.kernels().equals("auto")
            ? KernelSelection.current() // chosen once for the process, so that the JIT sees through
            : KernelSelection.choose(options.kernels());
    return options.repack() || selection.packed().isEmpty()
        ? selection
        : selection.withoutPacking("weights are read from the file, as nothing is to be repacked");
  }

  /** A vocabulary may be padded with rows that no token uses, but may not lack any. */
  static void requireFittingVocabulary(Tokenizer tokenizer, ArchSpec spec, Path path)
      throws CheckpointException {
    int rows = spec.embedding().vocabularySize();
    int tokens = tokenizer.vocabulary().size();
    if (tokens > rows) {
      throw new CheckpointException(
          "%s: the tokenizer has %d tokens, the embedding has rows for %d only"
              .formatted(path, tokens, rows));
    }
  }

  private static LoadedModel assemble(
      ModelFiles files,
      Optional<Path> adapter,
      Path path,
      String id,
      EngineOptions options,
      KernelSelection kernels,
      OpenResources memory)
      throws IOException {
    int context = context(files.spec(), options);
    ArchSpec spec = files.spec().withContextLength(context);
    Parallel parallel = memory.add(new Parallel(options.threads()));
    Transformer transformer =
        memory.add(
            new Transformer(
                spec,
                files.weights(),
                kernels.kernels(),
                kernels.packed(),
                parallel,
                cache(spec, options.cacheType().stored())));
    requireFittingVocabulary(files.tokenizer(), files.spec(), path);
    AdapterReader reader = new AdapterReader(files, transformer);
    Optional<AttachedAdapter> usual =
        adapter.isPresent() ? Optional.of(reader.read("", adapter.get())) : Optional.empty();
    ModelCard card =
        new ModelCard(
            id,
            spec.architecture(),
            files.parameters(),
            files.quantization(),
            context,
            files.tokenizer().vocabulary().size(),
            transformer.weightBytes(),
            path,
            usual.map(AttachedAdapter::card));
    KeyValueType type = options.cacheType().stored();
    Optional<DraftModel> draft =
        DraftLoader.load(
            options.withContextLength(context), path, files.tokenizer(), kernels, parallel, memory);
    long bytes =
        ModelMemory.of(spec, files.tensors()).bytes(kernels, context, type)
            + draft.map(DraftModel::memoryBytes).orElse(0L);
    Network network =
        new TransformerNetwork(
            transformer, usual.map(AttachedAdapter::weights).orElse(AdapterWeights.NONE), parallel);
    return new LoadedModel(
        card,
        network,
        new Adapters(id, reader),
        files.tokenizer(),
        files.template(),
        files.endTokens(),
        files.sampling(),
        kernels,
        options.threads(),
        options.parallel(),
        options.speculation(),
        options.cacheType(),
        bytes,
        draft,
        options.spill().map(it -> disk(it, card, kernels, options.cacheType(), network)),
        memory);
  }

  /** Returns where the blocks lie that have the very bits which this model would compute. */
  private static ModelBlocks disk(
      EngineOptions.Spill spill,
      ModelCard card,
      KernelSelection kernels,
      CacheType type,
      Network network) {
    String identity =
        "%s %s %s %s %d"
            .formatted(
                spill.model(),
                card.adapter().map(AdapterCard::sha256).orElse("no adapter"),
                kernels.name(),
                type.label(),
                card.contextLength()); // on which the rotation may depend
    return spill.folder().of(identity, network.blockBytes());
  }

  /** Returns how long conversations may be. */
  static int context(ArchSpec spec, EngineOptions options) {
    int trained = spec.contextLength();
    return Math.min(trained, options.contextLength().orElse(trained));
  }

  /**
   * Returns how keys and values are kept. Their memory is limited to what the scheduler keeps to,
   * and one context for a benchmark beside it.
   */
  private static KeyValueMemory cache(ArchSpec spec, KeyValueType type) {
    long context = contextBytes(spec, spec.contextLength(), type);
    long limit =
        Math.max(MAX_CACHE_BYTES, context)
            + KeyValueBlocks.POSITIONS * positionBytes(spec, type)
            + context;
    return new KeyValueMemory(type, limit);
  }

  /** Returns how they are kept where there is but one conversation. */
  static KeyValueMemory oneContext(ArchSpec spec, KeyValueType type) {
    return new KeyValueMemory(type, contextBytes(spec, spec.contextLength(), type));
  }

  /** Returns what one conversation of full length takes, and a block that is being copied. */
  static long contextBytes(ArchSpec spec, int contextLength, KeyValueType type) {
    return (contextLength + (long) KeyValueBlocks.POSITIONS) * positionBytes(spec, type);
  }

  static long positionBytes(ArchSpec spec, KeyValueType type) {
    AttentionSpec attention = spec.attention();
    long half =
        KeyValueBlocks.halfBlockBytes(type, attention.keyValueHeads(), attention.headWidth());
    return 2L * spec.layers() * half / KeyValueBlocks.POSITIONS;
  }

  /**
   * Returns what makes prompts for a model.
   *
   * @throws CheckpointException if the model's own template is broken
   */
  static ChatPrompts prompts(LoadedModel parts) throws CheckpointException {
    return prompts(parts.tokenizer(), parts.template(), parts.card().path());
  }

  /** Returns the same for a model that is not loaded. */
  static ChatPrompts prompts(Tokenizer tokenizer, Optional<String> template, Path path)
      throws CheckpointException {
    try {
      return ChatPrompts.of(tokenizer, template);
    } catch (ChatTemplateException refused) {
      throw new CheckpointException(
          "%s: the chat template is broken: %s".formatted(path, refused.getMessage()), refused);
    }
  }
}
