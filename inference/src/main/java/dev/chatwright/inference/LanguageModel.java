package dev.chatwright.inference;

import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A language model in memory, ready to go on from prompts.
 *
 * <p>Safe for use by several threads.
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow with the engine
public final class LanguageModel implements AutoCloseable {
  private LanguageModel() {}

  /**
   * Loads a model.
   *
   * @param fileOrFolder a GGUF file or a Hugging Face folder
   * @param id the name it is to be known by
   * @throws IOException if the file is absent, broken, or of a kind that this version cannot run
   */
  public static LanguageModel load(Path fileOrFolder, String id, EngineOptions options)
      throws IOException {
    throw new IOException("not yet: " + fileOrFolder + id + options);
  }

  /** Returns the name it is known by. */
  public String id() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns what a person wants to know of it. */
  public ModelCard card() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns its tokenizer. */
  public Tokenizer tokenizer() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns the most positions a conversation may take, its reply included. */
  public int contextLength() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns the prompt of a plain text: no template, only the begin token if the model asks. */
  public TokenizedPrompt rawPrompt(String text) {
    throw new UnsupportedOperationException("not yet" + text);
  }

  /** Returns how it computes, and how busy it is. */
  public EngineStatus status() {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Queues a request and returns the stream of its reply.
   *
   * @throws PromptTooLongException if the prompt leaves no room for a reply
   * @throws EngineBusyException if too many requests are waiting
   * @throws EngineClosedException if the model has been closed
   * @throws IllegalArgumentException if a token of the prompt or of the bias does not exist
   */
  public GenerationStream generate(GenerationRequest request) {
    throw new UnsupportedOperationException("not yet" + request);
  }

  /** Cancels every reply and frees the memory. */
  @Override
  public void close() {}
}
