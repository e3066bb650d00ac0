package dev.chatwright.server.embedding;

import dev.chatwright.server.http.ApiException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that computes embeddings, as request threads are for waiting only.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddingWorker implements AutoCloseable {
  private static final int MAX_WAITING = 64;

  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          0,
          1,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          EmbeddingWorker::thread);

  /** The thread outlives the request that starts it, so it must not hold that one's loader. */
  private static Thread thread(Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().name("embedding").unstarted(work);
    thread.setContextClassLoader(EmbeddingWorker.class.getClassLoader());
    return thread;
  }

  /** Creates the worker; the thread comes with the first task. */
  public EmbeddingWorker() {}

  /**
   * A text's vector. Confined to one thread.
   *
   * @param vector the vector
   * @param tokens how many tokens of the text counted
   * @param cut whether the text's end did not count
   */
  @SuppressWarnings("ArrayRecordComponent") // handed straight to the answer, never compared
  record Embedded(float[] vector, int tokens, boolean cut) {}

  /**
   * Computes on the worker's thread.
   *
   * @throws ApiException if the task throws it, or too many are waiting
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  <T> T call(Callable<T> task) throws InterruptedException {
    Future<T> future;
    try {
      future = executor.submit(task);
    } catch (RejectedExecutionException _) {
      throw ApiException.comeBack(
          429, "queue_full", "%d requests are waiting already".formatted(MAX_WAITING), 2);
    }
    try {
      return future.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof ApiException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("an embedding failed", failure.getCause());
    } finally {
      future.cancel(false);
    }
  }

  /** Ends the thread. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
