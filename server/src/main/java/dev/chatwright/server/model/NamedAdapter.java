package dev.chatwright.server.model;

import dev.chatwright.inference.adapter.AdapterCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * An adapter that a model may be asked for with.
 *
 * <p>Immutable.
 *
 * @param model the name of the model that it changes
 * @param name its own
 * @param card what its files say, and where they are
 */
public record NamedAdapter(String model, String name, AdapterCard card) {

  /**
   * Reads what the files of an adapter say.
   *
   * @throws IOException if there are none, or they hold no adapter
   */
  static NamedAdapter read(String model, String name, Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "there is no adapter file or folder");
    }
    return new NamedAdapter(model, name, AdapterCard.of(path));
  }

  /** Returns the name that clients ask for: {@code MODEL:NAME}. */
  public String id() {
    return model + ":" + name;
  }
}
