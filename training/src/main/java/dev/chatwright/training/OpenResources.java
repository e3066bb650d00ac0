package dev.chatwright.training;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was opened for something and is closed with it, the last first; also where not all of it
 * could be opened, and where closing fails.
 *
 * <p>Confined to one thread.
 */
final class OpenResources implements Closeable {
  private final Arena memory = Arena.ofShared();
  private final Deque<Closeable> opened = new ArrayDeque<>();

  /** Makes something of what it opens on the way. */
  @FunctionalInterface
  interface Making<T> {
    /**
     * Makes it.
     *
     * @param resources own what is opened
     * @throws IOException if something cannot be opened
     */
    T of(OpenResources resources) throws IOException;
  }

  /**
   * Returns what is made, which closes the resources from then on.
   *
   * @throws IOException if it cannot be made; then all is closed
   */
  static <T> T make(Making<T> making) throws IOException {
    OpenResources resources = new OpenResources();
    try {
      return making.of(resources);
    } catch (IOException | RuntimeException | Error failure) { // as where memory is short
      resources.closeAfter(failure);
      throw failure;
    }
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (IOException | RuntimeException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  /** Returns what owns memory that is freed when all else is closed. */
  Arena memory() {
    return memory;
  }

  /** Closes something with the others. */
  void add(Closeable closing) {
    opened.push(closing);
  }

  @Override
  public void close() throws IOException {
    if (opened.isEmpty()) {
      memory.close();
      return;
    }
    try {
      opened.pop().close();
    } finally {
      close();
    }
  }
}
