package dev.chatwright.server.model;

import dev.chatwright.inference.spill.BlockFolder;
import dev.chatwright.server.vault.Vault;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where what models remember of conversations goes when there is no memory for it, if the operator
 * wants that: what a person's requests have left is sealed by a secret made of that person's key.
 *
 * <p>Safe for use by several threads.
 */
public final class BlocksOnDisk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BlocksOnDisk.class);
  private static final String USE = "blocks of keys and values";

  private final Optional<BlockFolder> folder;
  private final ModelRegistry models;

  private BlocksOnDisk(Optional<BlockFolder> folder, ModelRegistry models) {
    this.folder = folder;
    this.models = models;
  }

  /**
   * Opens the folder, unless its path is empty.
   *
   * @param models write to it when they are closed
   * @param maxAge how long what nobody uses is kept
   * @throws IOException if there can be no such folder; the message names the option
   */
  public static BlocksOnDisk open(
      String path,
      int megabytes,
      Duration maxAge,
      Vault vault,
      ModelRegistry models,
      InstantSource clock)
      throws IOException {
    if (path.isEmpty()) {
      return new BlocksOnDisk(Optional.empty(), models);
    }
    try {
      BlockFolder folder =
          BlockFolder.open(
              Path.of(path), (long) megabytes << 20, maxAge, salt -> secret(vault, salt), clock);
      folder.lackOfRoom().ifPresent(BlocksOnDisk::sayOnlyRead);
      sayIfOpenToOthers(folder, path);
      return new BlocksOnDisk(Optional.of(folder), models);
    } catch (IOException | InvalidPathException refused) {
      throw new IOException("engine.cache_folder: " + refused.getMessage(), refused);
    }
  }

  private static void sayIfOpenToOthers(BlockFolder folder, String path) {
    boolean open;
    try {
      open = folder.isOpenToOthers();
    } catch (IOException untold) {
      LOG.warn("engine.cache_folder: who may look into {} cannot be told", path, untold);
      return;
    }
    if (open) {
      LOG.warn(
          "engine.cache_folder: others than its owner may look into {}: what is in it is sealed,"
              + " but not the sizes and times of its files; chmod 700 closes it",
          path);
    }
  }

  private static void sayOnlyRead(String lack) {
    LOG.warn(
        "engine.cache_folder: {}; nothing is written until the next start: make room, or set"
            + " engine.cache_folder_mb (--cache-folder-mb) lower",
        lack);
  }

  /** What is nobody's, as that of shared prompts, is the server's. */
  private static Optional<SecretKey> secret(Vault vault, String salt) {
    Optional<String> person = RequestScopes.person(salt);
    return person.isPresent() ? vault.secret(USE, person.get()) : Optional.of(vault.secret(USE));
  }

  /** Returns the folder, if there is to be one. */
  public Optional<BlockFolder> folder() {
    return folder;
  }

  /** Deletes everything, as it is of no use once the keys have changed. */
  public void clear() {
    folder.ifPresent(BlockFolder::clear);
  }

  /** Closes the models, which write what they have in memory, and then the folder. */
  @Override
  public void close() throws IOException {
    try {
      models.close();
    } finally {
      if (folder.isPresent()) {
        folder.get().close();
      }
    }
  }
}
