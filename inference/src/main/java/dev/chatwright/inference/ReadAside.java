package dev.chatwright.inference;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What is read on a thread of its own while other parts of a model are put together. To be closed
 * before what it reads from.
 *
 * <p>Safe for use by several threads.
 */
final class ReadAside<T> implements AutoCloseable {
  private final FutureTask<T> reading;
  private final Thread thread;

  private ReadAside(String name, FutureTask<T> reading) {
    this.reading = reading;
    this.thread = Thread.ofPlatform().name(name).daemon().start(reading);
  }

  /** Begins to read. */
  static <T> ReadAside<T> begin(String name, Callable<T> reading) {
    return new ReadAside<>(name, new FutureTask<>(reading));
  }

  /**
   * Returns what was read, when it has been.
   *
   * @throws IOException if it could not be, or this thread was interrupted
   */
  T get() throws IOException {
    try {
      return reading.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a model was being read");
    } catch (ExecutionException failure) {
      throw cause(failure);
    }
  }

  private static IOException cause(ExecutionException failure) {
    return switch (failure.getCause()) {
      case IOException refused -> refused;
      case RuntimeException thrown -> throw thrown;
      case Error thrown -> throw thrown;
      case null, default -> throw new IllegalStateException(failure);
    };
  }

  /** Waits until nothing is read any more. */
  @Override
  public void close() {
    ThreadEnd.await(thread); // what is read must stay until then
  }
}
