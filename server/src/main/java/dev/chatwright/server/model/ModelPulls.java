package dev.chatwright.server.model;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models being fetched, and those that could not be. There are never more than can be fetched
 * by name.
 *
 * <p>Safe for use by several threads.
 */
public final class ModelPulls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelPulls.class);

  private final ModelSource source;
  private final ModelRegistry models;
  private final Map<String, ModelState> states = new HashMap<>(); // guarded by this
  private final Map<String, Thread> threads = new HashMap<>(); // guarded by this
  private boolean closed; // guarded by this

  /** Creates the registry of pulls. */
  public ModelPulls(ModelSource source, ModelRegistry models) {
    this.source = source;
    this.models = models;
  }

  /** Begins to fetch a model, unless it is being fetched already. */
  synchronized void begin(String id) {
    if (!closed && !threads.containsKey(id)) {
      states.put(id, ModelState.Loading.BEGUN);
      Thread thread = Thread.ofPlatform().daemon().name("pull-" + id).unstarted(() -> pull(id));
      threads.put(id, thread);
      thread.start();
    }
  }

  private void pull(String id) {
    Optional<ModelState> end = Optional.empty();
    try {
      source.pull(id, (done, total) -> noteProgress(id, done, total));
      models.arrived(id);
    } catch (IOException | RuntimeException | OutOfMemoryError failure) { // this thread's root
      LOG.warn("model={} cannot be fetched: {}", id, failure.getMessage());
      end = Optional.of(new ModelState.Failed(String.valueOf(failure.getMessage())));
    } catch (InterruptedException _) {
      LOG.debug("model={} is fetched no further, as the server is stopping", id);
    } finally {
      finish(id, end);
    }
  }

  private synchronized void noteProgress(String id, long done, long total) {
    OptionalLong known = total > 0 ? OptionalLong.of(total) : OptionalLong.empty();
    states.put(id, new ModelState.Loading(OptionalLong.of(done), known));
  }

  private synchronized void finish(String id, Optional<ModelState> end) {
    threads.remove(id);
    states.remove(id);
    end.ifPresent(state -> states.put(id, state));
  }

  /** Returns how far fetching is, or why it failed. */
  synchronized Map<String, ModelState> states() {
    return Map.copyOf(states);
  }

  /** Returns whether a model is being fetched. */
  synchronized boolean isRunning(String id) {
    return threads.containsKey(id);
  }

  /** Breaks off what is being fetched; it goes on from there next time. */
  @Override
  public synchronized void close() {
    closed = true;
    threads.values().forEach(Thread::interrupt);
  }
}
