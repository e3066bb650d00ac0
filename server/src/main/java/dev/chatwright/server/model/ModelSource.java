package dev.chatwright.server.model;

import dev.chatwright.checkpoint.PullableModel;
import dev.chatwright.inference.spill.BlockFolder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the server's models come from.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface ModelSource {

  /** Returns the name of the language model that answers unless another is asked for. */
  String modelId();

  /**
   * Returns the name of the language model that answers by default where that one cannot be had, if
   * there is such.
   */
  default Optional<String> standIn() {
    return Optional.empty();
  }

  /** Returns whether a model is part of the program, so that it cannot be removed. */
  default boolean isBuiltIn(String id) {
    return false;
  }

  /**
   * Returns the models on this machine, in the order that they are listed.
   *
   * @throws IOException if the store cannot be read
   */
  List<ModelFacts> models() throws IOException;

  /** Returns the adapters that models have from the start. */
  default List<NamedAdapter> adapters() {
    return List.of();
  }

  /** Returns those that models should have and cannot. */
  default List<RefusedAdapter> refusedAdapters() {
    return List.of();
  }

  /**
   * Returns the names of the adapters of the folder that holds them.
   *
   * @throws IOException if it cannot be read
   */
  default List<String> adapterFiles() throws IOException {
    return List.of();
  }

  /**
   * Returns the path of an adapter of the folder that holds them.
   *
   * @param file the name of its file or folder
   * @throws IOException if there is none
   */
  default Path adapterPath(String file) throws IOException {
    throw new NoSuchFileException(file);
  }

  /**
   * Has a model have an adapter of the folder from the next start on.
   *
   * @throws IOException if that cannot be stored
   */
  default void remember(NamedAdapter adapter) throws IOException {}

  /**
   * Has a model no longer have an adapter at the next start.
   *
   * @throws IOException if that cannot be stored
   */
  default void forget(String model, String name) throws IOException {}

  /**
   * Has models that are loaded from now on keep on disk what they have no memory for.
   *
   * @param program the version of this program, as another may compute other bits
   */
  default void keepBlocksIn(BlockFolder folder, String program) {}

  /** Returns the models that can be fetched by name, whether they are here or not. */
  List<PullableModel> pullable();

  /**
   * Checks what can be known of a language model without loading it, if it is there.
   *
   * @throws IOException if it cannot be loaded; the message says why
   */
  default void check(String id) throws IOException {}

  /**
   * Loads a language model; the one that answers by default is fetched first if need be.
   *
   * @throws IOException if it cannot be had; the message says what to do
   */
  TextModel load(String id, Progress progress) throws IOException;

  /**
   * Loads a text encoder.
   *
   * @throws IOException if it is not here or broken
   */
  TextEncoder loadEncoder(String id) throws IOException;

  /**
   * Fetches one of the models that can be fetched by name.
   *
   * @throws IOException if no source has it; the message says what to do
   * @throws InterruptedException if the thread is interrupted
   */
  void pull(String id, Progress progress) throws IOException, InterruptedException;

  /**
   * Deletes a model of the store.
   *
   * @throws IOException if it cannot be deleted
   */
  void remove(String id) throws IOException;

  /**
   * Returns the model of that name, if it is on this machine.
   *
   * @throws IOException if the store cannot be read
   */
  default Optional<ModelFacts> find(String id) throws IOException {
    return models().stream().filter(model -> model.id().equals(id)).findFirst();
  }

  /** Is told how far fetching has come. */
  @FunctionalInterface
  interface Progress {
    /** Takes the bytes that are here and those there will be, 0 if that is not known. */
    void fetched(long doneBytes, long totalBytes);
  }
}
