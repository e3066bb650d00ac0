package dev.chatwright.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The small model that is part of this program, so that there is always one.
 *
 * <p>It lies in this module's jar and is put into a store when it is first wanted there, since
 * models are mapped from files of their own. Another version of the program puts its own in the
 * place of an older one's.
 */
public final class BuiltInModel {
  /** By what name it is known. */
  public static final String ID = "built-in";

  private static final String RESOURCE = "built-in.gguf";
  private static final String SOURCE = "part of Chatwright";
  private static final String LICENCE = "Apache-2.0";

  private BuiltInModel() {}

  /**
   * Returns the model in a store, putting it there unless it is there already. A model of that name
   * which somebody else stored stays.
   *
   * @throws ModelStoreException if the store cannot be written
   */
  public static StoredModel in(ModelStore store) throws IOException {
    String sha256 = sha256();
    Optional<StoredModel> stored = store.stored(ID);
    if (stored.isPresent() && !isOlder(stored.get(), sha256)) {
      return stored.get();
    }
    try (ModelLock _ = store.lock(ID, () -> {})) {
      stored = store.stored(ID); // another process may have been first
      if (stored.isPresent() && !isOlder(stored.get(), sha256)) {
        return stored.get();
      }
      return put(store, stored.isPresent());
    }
  }

  private static boolean isOlder(StoredModel stored, String sha256) {
    return stored.source().equals(SOURCE) && !stored.sha256().equals(sha256);
  }

  private static StoredModel put(ModelStore store, boolean replacing) throws IOException {
    Path staging = store.emptyStaging("built-in");
    try (InputStream model = open()) {
      Files.copy(model, staging.resolve(RESOURCE));
      if (replacing) {
        store.discard(ID);
      }
      return store.install(
          staging, ID, new ModelManifest.Origin(ModelFormat.GGUF, SOURCE, LICENCE));
    } finally {
      FolderTree.delete(staging);
    }
  }

  private static String sha256() throws IOException {
    try (InputStream model = open()) {
      return Sha256.of(model.readAllBytes());
    }
  }

  private static InputStream open() {
    InputStream model = BuiltInModel.class.getResourceAsStream(RESOURCE);
    if (model == null) {
      throw new IllegalStateException(RESOURCE + " is missing in the module of checkpoints");
    }
    return model;
  }
}
