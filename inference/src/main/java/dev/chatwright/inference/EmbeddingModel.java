package dev.chatwright.inference;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.checkpoint.HuggingFaceFolder;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.TextEncoder;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A text encoder in memory: texts become vectors whose nearness is nearness of meaning.
 *
 * <p>Safe for use by several threads, which take turns.
 */
public final class EmbeddingModel implements AutoCloseable {
  private static final int SPECIAL_TOKENS = 2;

  private final ModelCard card;
  private final TextEncoder encoder;
  private final Tokenizer tokenizer;
  private final int maxTokens;
  private final KernelSelection kernels;
  private final int threads;
  private final OpenResources memory;
  private final TurnQueue turns;

  private EmbeddingModel(
      ModelCard card,
      TextEncoder encoder,
      Tokenizer tokenizer,
      KernelSelection kernels,
      int threads,
      OpenResources memory) {
    this.card = card;
    this.encoder = encoder;
    this.tokenizer = tokenizer;
    this.maxTokens = card.contextLength();
    this.kernels = kernels;
    this.threads = threads;
    this.memory = memory;
    this.turns = new TurnQueue(card.id());
  }

  /**
   * Loads an encoder.
   *
   * @param folder a Hugging Face folder
   * @param id the name it is to be known by
   * @throws IOException if a file is absent, broken, or of a kind that this version cannot run
   * @throws IllegalArgumentException if no kernels have the name asked for
   */
  public static EmbeddingModel load(Path folder, String id, EngineOptions options)
      throws IOException {
    KernelSelection kernels = ModelLoader.kernels(options);
    return ModelLoader.open(
        folder,
        memory -> load(memory.add(HuggingFaceFolder.open(folder)), id, options, kernels, memory));
  }

  /**
   * Returns whether a path holds an encoder and no language model.
   *
   * @throws IOException if its configuration is absent, broken, or of a kind unknown here
   */
  public static boolean isEncoder(Path fileOrFolder) throws IOException {
    if (!Files.isDirectory(fileOrFolder)) {
      return false;
    }
    return ModelLoader.open(
        fileOrFolder,
        memory -> {
          try (HuggingFaceFolder folder = HuggingFaceFolder.open(fileOrFolder)) {
            return !FolderModel.spec(folder).attention().causal();
          }
        });
  }

  private static EmbeddingModel load(
      HuggingFaceFolder folder,
      String id,
      EngineOptions options,
      KernelSelection kernels,
      OpenResources memory)
      throws IOException {
    ArchSpec spec = FolderModel.spec(folder);
    Tokenizer tokenizer = FolderModel.tokenizer(folder);
    ModelLoader.requireFittingVocabulary(tokenizer, spec, folder.path());
    Parallel parallel = memory.add(new Parallel(options.threads()));
    TextEncoder encoder =
        memory.add(
            new TextEncoder(spec, FolderModel.weights(folder, spec), kernels.kernels(), parallel));
    ModelCard card =
        new ModelCard(
            id,
            spec.architecture(),
            folder.tensors().values().stream().mapToLong(t -> t.shape().elements()).sum(),
            ModelFiles.quantization(folder.tensors().values()),
            maxTokens(folder, encoder, options),
            tokenizer.vocabulary().size(),
            encoder.weightBytes(),
            folder.path(),
            Optional.empty());
    return new EmbeddingModel(card, encoder, tokenizer, kernels, options.threads(), memory);
  }

  /** Returns what the encoder was trained on, which is often less than it has positions for. */
  private static int maxTokens(HuggingFaceFolder folder, TextEncoder encoder, EngineOptions options)
      throws IOException {
    int limit = Math.min(encoder.maxTokens(), options.contextLength().orElse(encoder.maxTokens()));
    Path sentences = folder.path().resolve("sentence_bert_config.json");
    if (Files.exists(sentences)) {
      JsonNode trained = FolderModel.parse(sentences).path("max_seq_length");
      limit = trained.isInt() ? Math.min(limit, trained.intValue()) : limit;
    }
    if (limit <= SPECIAL_TOKENS) {
      throw new CheckpointException(
          "%s: texts of at most %d tokens leave no room for a word"
              .formatted(folder.path(), limit));
    }
    return limit;
  }

  /** Returns the name it is known by. */
  public String id() {
    return card.id();
  }

  /** Returns what a person wants to know of it. */
  public ModelCard card() {
    return card;
  }

  /** Returns the length of the vectors. */
  public int width() {
    return encoder.width();
  }

  /** Returns its tokenizer. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Returns how it computes, and how busy it is. */
  public EngineStatus status() {
    return new EngineStatus(
        kernels.kernels().description(),
        kernels.name(),
        kernels.isScalar(),
        kernels.refused(),
        threads,
        turns.active(),
        turns.waiting(),
        1,
        CacheType.F32,
        CacheStatus.NONE,
        Optional.empty());
  }

  /** Returns how many tokens of a text count: never more than the model's limit. */
  public int countTokens(String text) {
    return tokens(text).length;
  }

  /** Returns whether a text is longer than the model's limit, so that its end is ignored. */
  public boolean isCut(String text) {
    return tokenizer.encodeFramed(text, maxTokens + 1).length > maxTokens;
  }

  /**
   * Returns the vector of a text, of length 1; what lies beyond the model's limit is ignored.
   *
   * @throws EngineBusyException if too many texts are waiting
   * @throws EngineClosedException if the model has been closed
   */
  public float[] embed(String text) {
    int[] tokens = tokens(text);
    return turns.call(() -> encoder.embed(tokens));
  }

  /** Returns the tokens that the encoder reads: the beginning of the text, between its marks. */
  int[] tokens(String text) {
    return tokenizer.encodeFramed(text, maxTokens);
  }

  /** Waits for the text being computed, and frees the memory. */
  @Override
  public void close() {
    turns.close();
    memory.close();
  }
}
