package dev.chatwright.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A place from which known models can be fetched. */
interface ModelSource {

  /** Returns its name and what it fetches, for people. */
  String describe(KnownModel model);

  /**
   * Puts the files of a model into a folder, each with the right hash.
   *
   * @throws IOException if they cannot be had here, with the reason for people
   * @throws InterruptedException if the thread is interrupted
   */
  void fetch(KnownModel model, Path staging, PullListener listener)
      throws IOException, InterruptedException;

  /**
   * Checks the hash of a file, if it is known, and deletes a wrong one.
   *
   * @throws ModelStoreException if it is wrong
   */
  static void requireHash(KnownModel.KnownFile file, Path path) throws IOException {
    if (file.sha256() == null) {
      return;
    }
    String found = Sha256.of(path);
    if (!found.equals(file.sha256())) {
      Files.delete(path);
      throw new ModelStoreException(
          "%s is not the file it should be: its SHA-256 is %s, expected %s"
              .formatted(file.name(), found, file.sha256()));
    }
  }
}
