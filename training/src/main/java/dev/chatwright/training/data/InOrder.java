package dev.chatwright.training.data;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lets threads compute while one takes the results in the order of the work, of which only so much
 * is under way at a time.
 */
final class InOrder<T> implements AutoCloseable {
  private static final int AHEAD = 4;

  private final ExecutorService threads;
  private final int most;
  private final Taker<T> taker;
  private final Deque<Future<T>> underWay = new ArrayDeque<>();

  /** Takes results. */
  @FunctionalInterface
  interface Taker<T> {
    /** Takes the next. */
    void take(T result) throws IOException;
  }

  InOrder(int count, Taker<T> taker) {
    this.threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name("data-preparation-", 0).factory());
    this.most = AHEAD * count;
    this.taker = taker;
  }

  /** Adds work, after the first result is taken where there is much under way. */
  void add(Callable<T> work) throws IOException, InterruptedException {
    if (underWay.size() == most) {
      takeFirst();
    }
    underWay.add(threads.submit(work));
  }

  /** Waits for all work that was added. */
  void finish() throws IOException, InterruptedException {
    while (!underWay.isEmpty()) {
      takeFirst();
    }
  }

  private void takeFirst() throws IOException, InterruptedException {
    try {
      taker.take(underWay.remove().get());
    } catch (ExecutionException failure) {
      switch (failure.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(failure);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
