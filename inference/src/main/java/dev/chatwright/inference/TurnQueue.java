package dev.chatwright.inference;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One platform thread that computes for callers, who wait.
 *
 * <p>Safe for use by several threads.
 */
final class TurnQueue implements AutoCloseable {
  /** The most texts that may wait. */
  private static final int MAX_WAITING = 64;

  /** A text takes milliseconds, a full queue not much longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final String name;
  private final ThreadPoolExecutor thread;

  TurnQueue(String name) {
    this.name = name;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("encoder-" + name).factory());
  }

  int active() {
    return thread.getActiveCount();
  }

  int waiting() {
    return thread.getQueue().size();
  }

  /** Runs a task when its turn comes and returns its result. Interruption does not cut it short. */
  <T> T call(Callable<T> task) {
    Future<T> future = submit(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException _) {
          interrupted = true; // a text takes milliseconds: wait on, and leave the sign set
        } catch (ExecutionException failure) {
          throw new IllegalStateException("the encoder failed", failure.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> Future<T> submit(Callable<T> task) {
    try {
      return thread.submit(task);
    } catch (RejectedExecutionException _) {
      throw thread.isShutdown()
          ? new EngineClosedException(name)
          : new EngineBusyException(MAX_WAITING, PATIENCE);
    }
  }

  /** Lets the waiting tasks run and the thread end. Interruption does not cut that short. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException _) {
        interrupted = true; // those whose tasks wait would wait for ever
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
