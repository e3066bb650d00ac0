package dev.chatwright.tokenizer.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A fixed number of threads that do the same work, each with what is its own. */
final class Workers implements AutoCloseable {
  private final int count;
  private final ExecutorService threads;

  Workers(int count) {
    this.count = count;
    this.threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name("tokenizer-training-", 0).factory());
  }

  int count() {
    return count;
  }

  /** What one thread does. */
  @FunctionalInterface
  interface Work {
    /**
     * Does it.
     *
     * @param worker which of the threads does, from 0
     */
    void run(int worker) throws IOException;
  }

  /**
   * Lets every thread do the work and waits for all.
   *
   * @throws IOException if one threw it
   */
  void run(Work work) throws IOException, InterruptedException {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int worker = 0; worker < count; worker++) {
      int own = worker;
      tasks.add(
          () -> {
            work.run(own);
            return true;
          });
    }
    for (Future<Boolean> done : threads.invokeAll(tasks)) {
      await(done);
    }
  }

  private static void await(Future<Boolean> done) throws IOException, InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
