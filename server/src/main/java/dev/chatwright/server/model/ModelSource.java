package dev.chatwright.server.model;

import java.io.IOException;
import java.util.Optional;

/**
 * Where the server's models come from.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface ModelSource {

  /** Returns the name of the language model, known before it is loaded. */
  String modelId();

  /**
   * Loads the language model, fetching it first if need be.
   *
   * @throws IOException if it cannot be had; the message says what to do
   */
  TextModel load(Progress progress) throws IOException;

  /** Returns whether the text encoder is on this machine. */
  boolean hasEncoder(String id);

  /**
   * Loads a text encoder; empty when it is not on this machine.
   *
   * @throws IOException if it is broken
   */
  Optional<TextEncoder> loadEncoder(String id) throws IOException;

  /** Is told how far fetching has come. */
  @FunctionalInterface
  interface Progress {
    /** Takes the bytes that are here and those there will be, 0 if that is not known. */
    void fetched(long doneBytes, long totalBytes);
  }
}
