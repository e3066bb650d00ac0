package dev.chatwright.server.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models that leave the memory. Each is closed on a thread of its own, as one may write to the disk
 * for seconds: nobody waits for it but who needs its memory or its files.
 *
 * <p>Safe for use by several threads.
 */
final class LeavingModels {
  private static final Logger LOG = LoggerFactory.getLogger(LeavingModels.class);

  private final Map<ModelSlot, Leaving> leaving = new ConcurrentHashMap<>();

  /**
   * A model that is being closed.
   *
   * @param bytes what it takes until it is gone
   */
  private record Leaving(String id, long bytes, CompletableFuture<Void> gone) {}

  /** Begins to close a model, if there is one. */
  void begin(ModelSlot slot) {
    if (!slot.hasModel()) {
      return;
    }
    Leaving one = new Leaving(slot.id(), slot.bytes(), new CompletableFuture<>());
    if (leaving.putIfAbsent(slot, one) != null) {
      return;
    }
    Thread.ofVirtual().name("model-closer-" + slot.id()).start(() -> close(slot, one));
  }

  private void close(ModelSlot slot, Leaving one) {
    try {
      slot.close();
    } catch (RuntimeException | Error failure) { // this thread's root
      LOG.error("model={} cannot be closed", slot.id(), failure);
    } finally {
      leaving.remove(slot, one);
      one.gone.complete(null);
    }
  }

  int count() {
    return leaving.size();
  }

  /** Returns what those take that are not gone yet. */
  long bytes() {
    return leaving.values().stream().mapToLong(Leaving::bytes).sum();
  }

  /** Returns what is complete as soon as one more is gone, or at once if there is none. */
  CompletableFuture<?> next() {
    List<CompletableFuture<Void>> all = futures(leaving.values());
    return all.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.anyOf(all.toArray(CompletableFuture[]::new));
  }

  /** Waits until no model of that name is leaving. */
  void await(String id) {
    await(leaving.values().stream().filter(one -> one.id.equals(id)).toList());
  }

  /** Waits until all are gone. */
  void awaitAll() {
    await(leaving.values());
  }

  private static void await(Collection<Leaving> some) {
    CompletableFuture.allOf(futures(some).toArray(CompletableFuture[]::new)).join();
  }

  private static List<CompletableFuture<Void>> futures(Collection<Leaving> some) {
    return some.stream().map(Leaving::gone).toList();
  }
}
