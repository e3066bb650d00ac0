package dev.chatwright.server.model;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Quote;
import dev.chatwright.server.model.ModelState.Failed;
import dev.chatwright.server.model.ModelState.Loading;
import dev.chatwright.server.model.ModelState.Ready;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The language model of this server, which is loaded while the server starts.
 *
 * <p>Safe for use by several threads.
 */
public final class ModelRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelRegistry.class);
  private static final int COME_BACK_SECONDS = 5;

  private final ModelSource source;
  private final Duration patience;
  private final Instant created = Instant.now();
  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile ModelState state = Loading.BEGUN;
  private boolean closed; // guarded by this

  /**
   * Creates the registry; {@link #start} begins to load.
   *
   * @param patience how long a request waits for the model
   */
  public ModelRegistry(ModelSource source, Duration patience) {
    this.source = source;
    this.patience = patience;
  }

  /** Begins to load the model, on a thread of its own. */
  public void start() {
    Thread.ofPlatform().daemon().name("model-loader").start(this::load);
  }

  private void load() {
    try {
      settle(new Ready(source.load(this::noteProgress)));
    } catch (IOException | RuntimeException | OutOfMemoryError failure) { // this thread's root
      LOG.error("model={} cannot be loaded", source.modelId(), failure);
      settle(new Failed(String.valueOf(failure.getMessage())));
    }
  }

  private void noteProgress(long doneBytes, long totalBytes) {
    state =
        new Loading(
            OptionalLong.of(doneBytes),
            totalBytes > 0 ? OptionalLong.of(totalBytes) : OptionalLong.empty());
  }

  private synchronized void settle(ModelState end) {
    if (closed && end instanceof Ready(TextModel model)) {
      model.close();
      state = new Failed("the server is stopping");
    } else {
      state = end;
    }
    settled.countDown();
  }

  /** Returns the name of the language model. */
  public String modelId() {
    return source.modelId();
  }

  /** Returns when the registry was made, which is what listings give as the model's date. */
  public Instant created() {
    return created;
  }

  /** Returns what has become of the model. */
  public ModelState state() {
    return state;
  }

  /**
   * Waits until the model is ready or has failed.
   *
   * @return whether either came in time
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean awaitSettled(Duration atMost) throws InterruptedException {
    return settled.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Returns the model of that name, waiting for it as long as patience allows.
   *
   * @throws ApiException if there is no such model, or it is not ready
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public TextModel require(String id) throws InterruptedException {
    if (!id.equals(source.modelId())) {
      throw id.equals(Encoders.DEFAULT_ID) ? onlyEmbeds(id) : unknown(id);
    }
    if (!awaitSettled(patience)) {
      throw ApiException.comeBack(
          503, "model_loading", "the model is still being loaded", COME_BACK_SECONDS);
    }
    return switch (state) {
      case Ready(TextModel model) -> model;
      case Failed(String reason) ->
          throw ApiException.failed(
              503, "model_failed", "the model cannot be loaded: " + Quote.cut(reason));
      case Loading _ -> throw new IllegalStateException("a settled model is not loading");
    };
  }

  private ApiException onlyEmbeds(String id) {
    return ApiException.of(
        404,
        "model",
        "model_not_found",
        "'%s' writes no replies, it turns texts into vectors; replies come from %s"
            .formatted(id, Quote.brief(source.modelId())));
  }

  /** Returns the refusal of a model that is not served here. */
  public ApiException unknown(String id) {
    return ApiException.of(
        404,
        "model",
        "model_not_found",
        "there is no model %s here; there is %s"
            .formatted(Quote.brief(id), Quote.brief(source.modelId())));
  }

  /** Frees the model, now or as soon as it has been loaded. */
  @Override
  public synchronized void close() {
    closed = true;
    if (state instanceof Ready(TextModel model)) {
      model.close();
    }
  }
}
