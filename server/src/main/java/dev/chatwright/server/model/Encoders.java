package dev.chatwright.server.model;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Quote;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The text encoders, loaded when first asked for; one at a time is in memory.
 *
 * <p>Safe for use by several threads, which take turns.
 */
public final class Encoders implements AutoCloseable {
  /** The encoder that this version knows. */
  public static final String DEFAULT_ID = "all-minilm-l6-v2";

  private static final Logger LOG = LoggerFactory.getLogger(Encoders.class);

  private final ModelSource source;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable TextEncoder loaded; // guarded by lock
  private volatile Optional<String> loadedId = Optional.empty();

  /** Creates the registry. */
  public Encoders(ModelSource source) {
    this.source = source;
  }

  /** Returns the name of the encoder in memory. */
  Optional<String> loadedId() {
    return loadedId;
  }

  /**
   * Computes something with the encoder of that name.
   *
   * @throws ApiException if there is none
   */
  public <T> T with(String id, Function<TextEncoder, T> task) {
    lock.lock();
    try {
      return task.apply(require(id));
    } finally {
      lock.unlock();
    }
  }

  private TextEncoder require(String id) {
    if (loaded != null && loadedId.equals(Optional.of(id))) {
      return loaded;
    }
    try {
      requireEncoder(id);
      unload();
      TextEncoder encoder = source.loadEncoder(id);
      loaded = encoder;
      loadedId = Optional.of(id);
      return encoder;
    } catch (IOException broken) {
      LOG.error("model={} cannot be loaded: {}", id, broken.getMessage());
      throw ModelRefusals.failed(id, String.valueOf(broken.getMessage()));
    }
  }

  private void requireEncoder(String id) throws IOException {
    Optional<ModelFacts> found = source.find(id);
    if (found.isEmpty() && id.equals(DEFAULT_ID)) {
      throw ModelRefusals.notFound(
          "'%s' is not on this machine; fetch it with: chatwright model pull %s".formatted(id, id));
    }
    if (found.filter(model -> model.kind() == ModelKind.EMBEDDING).isEmpty()) {
      throw ModelRefusals.notFound(
          "%s is no model for embeddings; there is '%s'".formatted(Quote.brief(id), DEFAULT_ID));
    }
  }

  private void unload() {
    if (loaded != null) {
      loaded.close();
      loaded = null;
      loadedId = Optional.empty();
    }
  }

  /**
   * Takes an encoder out of the memory and the store.
   *
   * @throws ApiException if it computes
   * @throws IOException if it cannot be deleted
   */
  void remove(String id) throws IOException {
    if (!lock.tryLock()) {
      throw ModelRefusals.inUse(id);
    }
    try {
      if (loadedId.equals(Optional.of(id))) {
        unload();
      }
      source.remove(id);
    } finally {
      lock.unlock();
    }
  }

  /** Frees the encoder. */
  @Override
  public void close() {
    lock.lock();
    try {
      unload();
    } finally {
      lock.unlock();
    }
  }
}
