package dev.chatwright.inference;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A text encoder in memory: texts become vectors whose nearness is nearness of meaning.
 *
 * <p>Safe for use by several threads, which take turns.
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow with the engine
public final class EmbeddingModel implements AutoCloseable {
  private EmbeddingModel() {}

  /**
   * Loads an encoder.
   *
   * @param folder a Hugging Face folder
   * @param id the name it is to be known by
   * @throws IOException if a file is absent, broken, or of a kind that this version cannot run
   */
  public static EmbeddingModel load(Path folder, String id, EngineOptions options)
      throws IOException {
    throw new IOException("not yet: " + folder + id + options);
  }

  /** Returns the name it is known by. */
  public String id() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns what a person wants to know of it. */
  public ModelCard card() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns the length of the vectors. */
  public int width() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns how many tokens of a text count: never more than the model's limit. */
  public int countTokens(String text) {
    throw new UnsupportedOperationException("not yet" + text);
  }

  /** Returns the vector of a text, of length 1; what lies beyond the model's limit is ignored. */
  public float[] embed(String text) {
    throw new UnsupportedOperationException("not yet" + text);
  }

  /** Frees the memory. */
  @Override
  public void close() {}
}
