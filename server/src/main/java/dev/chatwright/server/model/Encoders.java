package dev.chatwright.server.model;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Quote;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The text encoder, loaded when first asked for.
 *
 * <p>Safe for use by several threads.
 */
public final class Encoders implements AutoCloseable {
  /** The encoder that this version knows. */
  public static final String DEFAULT_ID = "all-minilm-l6-v2";

  private static final Logger LOG = LoggerFactory.getLogger(Encoders.class);

  private final ModelSource source;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable TextEncoder loaded; // guarded by lock

  /** Creates the registry. */
  public Encoders(ModelSource source) {
    this.source = source;
  }

  /**
   * Returns the encoder of that name.
   *
   * @throws ApiException if there is none
   */
  public TextEncoder require(String id) {
    if (!id.equals(DEFAULT_ID)) {
      throw notFound(
          "%s is no model for embeddings; there is '%s'".formatted(Quote.brief(id), DEFAULT_ID));
    }
    lock.lock();
    try {
      if (loaded == null) {
        loaded = load();
      }
      return loaded;
    } finally {
      lock.unlock();
    }
  }

  private TextEncoder load() {
    try {
      return source
          .loadEncoder(DEFAULT_ID)
          .orElseThrow(
              () ->
                  notFound(
                      "'%s' is not on this machine; fetch it with: chatwright model pull %s"
                          .formatted(DEFAULT_ID, DEFAULT_ID)));
    } catch (IOException broken) {
      LOG.error("model={} cannot be loaded", DEFAULT_ID, broken);
      throw ApiException.failed(
          503,
          "model_failed",
          "the model cannot be loaded: " + Quote.cut(String.valueOf(broken.getMessage())));
    }
  }

  private static ApiException notFound(String message) {
    return ApiException.of(404, "model", "model_not_found", message);
  }

  /** Frees the encoder. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (loaded != null) {
        loaded.close();
        loaded = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
