package dev.chatwright.server.model;

/**
 * What the server needs of a model that turns texts into vectors.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface TextEncoder extends AutoCloseable {

  /** Returns how many tokens of a text count. */
  int countTokens(String text);

  /** Returns whether a text is longer than the encoder reads, so that its end does not count. */
  boolean isCut(String text);

  /** Returns the vector of a text, of length 1. */
  float[] embed(String text);

  /** Frees the memory. */
  @Override
  void close();
}
