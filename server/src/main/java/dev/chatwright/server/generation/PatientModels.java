package dev.chatwright.server.generation;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.ClientConnection;
import dev.chatwright.server.http.EventStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
   * @throws ApiException if it cannot be had
   * @throws IOException if the client is gone
   */
  ModelUse require(String id, ClientConnection client, EventStream events)
      throws IOException, InterruptedException {
    FutureTask<ModelUse> waiting = new FutureTask<>(() -> speaker.patiently(id));
    Thread thread = Thread.ofVirtual().name("model-waiter").start(waiting);
    try {
      while (true) {
        try {
          return waiting.get(LOOK_UP.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
          client.requireOpen();
          events.stayAlive();
        }
      }
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ApiException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("waiting for the model failed", failed);
    } finally {
      thread.interrupt();
    }
  }
}
