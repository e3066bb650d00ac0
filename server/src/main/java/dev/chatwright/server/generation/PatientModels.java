package dev.chatwright.server.generation;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.ClientConnection;
import dev.chatwright.server.http.EventStream;
import dev.chatwright.server.model.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for a model while a client waits for its answer, and shows it signs of life.
 *
 * <p>Safe for use by several threads.
 */
final class PatientModels {
  private static final Duration LOOK_UP = Duration.ofMillis(200);

  private final Speaker speaker;

  PatientModels(Speaker speaker) {
    this.speaker = speaker;
  }

  /**
   * Returns a model as soon as it can be asked.
   *
   * @param deadline until when it is waited for
   * @throws ApiException if it cannot be had
   * @throws IOException if the client is gone
   */
  ModelUse require(String id, Deadline deadline, ClientConnection client, EventStream events)
      throws IOException, InterruptedException {
    CompletableFuture<ModelUse> found = new CompletableFuture<>();
    Thread thread = Thread.ofVirtual().name("model-waiter").start(() -> bring(id, deadline, found));
    boolean given = false;
    try {
      ModelUse use = await(found, client, events);
      given = true;
      return use;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ApiException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("waiting for the model failed", failed);
    } finally {
      if (!given) {
        thread.interrupt();
        giveBack(found);
      }
    }
  }

  private void bring(String id, Deadline deadline, CompletableFuture<ModelUse> found) {
    try {
      ModelUse use = speaker.patiently(id, deadline);
      if (!found.complete(use)) {
        use.close(); // nobody waits for it any more
      }
    } catch (InterruptedException | RuntimeException failure) { // this thread's root
      found.completeExceptionally(failure);
    }
  }

  private static ModelUse await(
      CompletableFuture<ModelUse> found, ClientConnection client, EventStream events)
      throws IOException, InterruptedException, ExecutionException {
    while (true) {
      try {
        return found.get(LOOK_UP.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        client.requireOpen();
        events.stayAlive();
      }
    }
  }

  /** It may have come just when it was no longer waited for. */
  private static void giveBack(CompletableFuture<ModelUse> found) {
    if (!found.cancel(false) && !found.isCompletedExceptionally()) {
      found.join().close();
    }
  }
}
