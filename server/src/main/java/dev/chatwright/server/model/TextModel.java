package dev.chatwright.server.model;

import dev.chatwright.inference.AttachedAdapter;
import dev.chatwright.inference.EngineStatus;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.ModelCard;
import dev.chatwright.inference.SamplingOptions;
import dev.chatwright.inference.UnknownAdapterException;
import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the server needs of a language model.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface TextModel extends AutoCloseable {

  /** Returns the name that clients ask for. */
  String id();

  /** Returns what a person wants to know of it. */
  ModelCard card();

  /** Returns the bytes of memory that it takes at the most, without its adapters. */
  long memoryBytes();

  /** Returns how its makers recommend to sample. */
  default SamplingOptions sampling() {
    return SamplingOptions.DEFAULT;
  }

  /** Returns the SHA-256 of its files, in hexadecimal. */
  String hash();

  /** Returns why it gives no reply any more until it is loaded again, if that is so. */
  default Optional<String> failure() {
    return Optional.empty();
  }

  /** Returns how it computes, and how busy it is. */
  EngineStatus status();

  /** Returns the most positions a conversation may take, its reply included. */
  int contextLength();

  /** Returns its tokenizer. */
  Tokenizer tokenizer();

  /**
   * Returns the prompt of a conversation, ready for the assistant's reply.
   *
   * @throws PromptRefusedException if the model has no chat template, or its template refuses
   */
  TokenizedPrompt chatPrompt(List<Turn> conversation);

  /** Returns the prompt of a plain text. */
  TokenizedPrompt rawPrompt(String text);

  /**
   * Queues a request and returns the stream of its reply.
   *
   * @throws dev.chatwright.inference.GenerationException if the engine refuses it
   */
  GenerationStream generate(GenerationRequest request);

  /** Returns the adapters that requests may name. */
  default List<AttachedAdapter> adapters() {
    return List.of();
  }

  /**
   * Attaches an adapter, in place of one of the same name.
   *
   * @throws IOException if it is absent, broken, or one of another model
   */
  default AttachedAdapter attach(String name, Path path) throws IOException {
    throw new IOException(id() + " takes no adapters");
  }

  /**
   * Lets no request take an adapter any more.
   *
   * @throws dev.chatwright.inference.UnknownAdapterException if there is none of that name
   */
  default void detach(String name) {
    throw new UnknownAdapterException(id(), name, List.of());
  }

  /** Cancels every reply and frees the memory. */
  @Override
  void close();

  /**
   * What one side said. Immutable.
   *
   * @param role who: {@code system}, {@code user} or {@code assistant}
   * @param text what
   */
  record Turn(String role, String text) {}

  /** A conversation that cannot be put to the model. */
  final class PromptRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Creates the exception. */
    public PromptRefusedException(String message) {
      super(message);
    }
  }
}
