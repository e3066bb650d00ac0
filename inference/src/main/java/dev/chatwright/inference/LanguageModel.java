package dev.chatwright.inference;

import dev.chatwright.inference.spill.ModelBlocks;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.template.ChatMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A language model in memory, ready to go on from prompts.
 *
 * <p>Safe for use by several threads.
 */
public final class LanguageModel implements AutoCloseable {
  private final LoadedModel parts;
  private final ChatPrompts prompts;
  private final Engine engine;

  private LanguageModel(LoadedModel parts, ChatPrompts prompts) {
    this.parts = parts;
    this.prompts = prompts;
    this.engine =
        new Engine(
            parts.card().id(),
            parts.network(),
            parts.kernels().kernels(),
            new TokenTexts(parts.tokenizer()),
            parts.endTokens(),
            parts.parallel(),
            ModelLoader.MAX_CACHE_BYTES,
            parts.speculation(),
            parts.draft(),
            parts.disk(),
            System::nanoTime);
  }

  /**
   * Loads a model.
   *
   * @param fileOrFolder a GGUF file or a Hugging Face folder
   * @param id the name it is to be known by
   * @throws IOException if the file is absent, broken, or of a kind that this version cannot run
   * @throws IllegalArgumentException if no kernels have the name asked for
   */
  public static LanguageModel load(Path fileOrFolder, String id, EngineOptions options)
      throws IOException {
    return load(fileOrFolder, id, Optional.empty(), options);
  }

  /**
   * Loads a model whose weights an adapter changes as it computes.
   *
   * @param fileOrFolder a GGUF file or a Hugging Face folder
   * @param id the name it is to be known by
   * @param adapter a GGUF file or a folder of PEFT's, if there is to be one
   * @throws IOException if a file is absent, broken, or of a kind that this version cannot run, or
   *     the adapter is one of another model
   * @throws IllegalArgumentException if no kernels have the name asked for
   */
  public static LanguageModel load(
      Path fileOrFolder, String id, Optional<Path> adapter, EngineOptions options)
      throws IOException {
    return start(ModelLoader.load(fileOrFolder, id, adapter, options));
  }

  /**
   * Checks what can be known of a model without its weights.
   *
   * @param fileOrFolder a GGUF file or a Hugging Face folder
   * @throws IOException if it is absent, broken, or of a kind that this version cannot run
   */
  public static void check(Path fileOrFolder) throws IOException {
    ModelLoader.open(
        fileOrFolder,
        memory -> {
          try (memory) {
            return ModelLoader.files(fileOrFolder, memory);
          }
        });
  }

  /** Starts a model from its parts, which are closed with it, or if they do not fit together. */
  static LanguageModel start(LoadedModel parts) throws IOException {
    try {
      ChatPrompts prompts = ModelLoader.prompts(parts);
      LanguageModel model = new LanguageModel(parts, prompts);
      model.engine.start();
      return model;
    } catch (IOException | RuntimeException | Error failure) { // as where memory is short
      parts.memory().close();
      throw failure;
    }
  }

  /** Returns the name it is known by. */
  public String id() {
    return parts.card().id();
  }

  /** Returns what a person wants to know of it. */
  public ModelCard card() {
    return parts.card();
  }

  /** Returns the bytes that its weights take, and what it keeps of conversations at the most. */
  public long memoryBytes() {
    return parts.memoryBytes();
  }

  /** Returns how its makers recommend to sample; {@link SamplingOptions#DEFAULT} if they do not. */
  public SamplingOptions sampling() {
    return parts.sampling();
  }

  /** Returns its tokenizer. */
  public Tokenizer tokenizer() {
    return parts.tokenizer();
  }

  /** Returns the most positions a conversation may take, its reply included. */
  public int contextLength() {
    return parts.network().contextLength();
  }

  /**
   * Returns the prompt for the assistant to answer a conversation.
   *
   * @throws dev.chatwright.tokenizer.template.ChatTemplateException if the template refuses the
   *     conversation
   */
  public TokenizedPrompt chatPrompt(List<ChatMessage> messages) {
    return prompts.chat(messages);
  }

  /** Returns the prompt of a plain text: no template, only the begin token if the model asks. */
  public TokenizedPrompt rawPrompt(String text) {
    return prompts.raw(text);
  }

  /** Returns the adapters that requests may name, in the order of their names. */
  public List<AttachedAdapter> adapters() {
    return parts.adapters().list();
  }

  /**
   * Reads an adapter and attaches it while the model computes, in place of one of the same name.
   * Requests that came before go on with what they began with.
   *
   * @param name letters, digits, dots, dashes and underscores, at most 64
   * @param fileOrFolder a GGUF file or a folder of PEFT's; not used afterwards
   * @throws IOException if it is absent, broken, or one of another model; then nothing has changed
   * @throws IllegalArgumentException if the name is none, or as many as may be are attached
   * @throws EngineClosedException if the model has been closed
   */
  public AttachedAdapter attach(String name, Path fileOrFolder) throws IOException {
    return parts.adapters().attach(name, fileOrFolder);
  }

  /**
   * Lets no request take an adapter any more. Those that have it go on with it; its memory is
   * collected some time after the last.
   *
   * @throws UnknownAdapterException if there is none of that name
   */
  public void detach(String name) {
    parts.adapters().detach(name);
  }

  /**
   * Returns why it gives no reply any more, if that is so: its file has been damaged, or holds
   * weights that are none. Only loading it again may help.
   */
  public Optional<String> failure() {
    return engine.failure();
  }

  /** Returns how it computes, and how busy it is. */
  public EngineStatus status() {
    return new EngineStatus(
        parts.kernels().description(),
        parts.kernels().name(),
        parts.kernels().isScalar(),
        parts.kernels().refused(),
        parts.threads(),
        engine.active(),
        engine.waiting(),
        parts.parallel(),
        parts.cacheType(),
        engine.cacheStatus(),
        parts.disk().map(ModelBlocks::status));
  }

  /**
   * Queues a request and returns the stream of its reply.
   *
   * @throws PromptTooLongException if the prompt does not fit into the context
   * @throws EngineBusyException if too many requests are waiting
   * @throws EngineClosedException if the model has been closed
   * @throws UnknownAdapterException if it names an adapter that is not attached
   * @throws IllegalArgumentException if a token of the prompt or of the bias does not exist
   */
  public GenerationStream generate(GenerationRequest request) {
    for (int token : request.prompt()) {
      requireToken("prompt token", token);
    }
    for (int token : request.sampling().adjustments().logitBias().keySet()) {
      requireToken("biased token", token);
    }
    return engine.submit(request, request.adapter().map(parts.adapters()::require));
  }

  private void requireToken(String role, int token) {
    int size = parts.network().vocabularySize();
    if (token < 0 || token >= size) {
      throw new IllegalArgumentException(
          "%s must be 0 to %d, got %d".formatted(role, size - 1, token));
    }
  }

  /**
   * Lets the engine compute made-up text until somebody asks, so that the first reply does not wait
   * for Java to compile the code that computes it.
   */
  public void warmUp() {
    engine.warmUp();
  }

  Kernels kernels() {
    return parts.kernels().kernels();
  }

  /** Returns the network, which only a task given to {@link #compute} may touch. */
  Network network() {
    return parts.network();
  }

  /** Runs a task on the thread that computes, and returns its result. */
  <T> T compute(Callable<T> task) throws InterruptedException {
    return engine.call(task);
  }

  /** Cancels every reply, waits for the token being computed, and frees the memory. */
  @Override
  public void close() {
    parts.adapters().close();
    engine.close();
    parts.memory().close();
  }
}
