package dev.chatwright.inference;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.inference.adapter.AdapterCard;
import dev.chatwright.inference.adapter.AdapterFile;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.ModelException;
import dev.chatwright.model.Transformer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads adapters for one model. Safe for use by several threads, as long as the model is open.
 *
 * @param files of the model
 * @param transformer that computes it
 */
record AdapterReader(ModelFiles files, Transformer transformer) {

  /**
   * Reads an adapter.
   *
   * @throws IOException if it is absent, broken, or one of another model
   */
  AttachedAdapter read(String name, Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "there is no adapter file or folder");
    }
    LoraAdapter adapter = AdapterFile.read(path, files.spec(), files.weights(), Arena.ofAuto());
    try {
      return new AttachedAdapter(name, AdapterCard.of(path), transformer.prepare(adapter));
    } catch (ModelException refused) {
      throw new CheckpointException(path + ": " + refused.getMessage(), refused);
    }
  }
}
