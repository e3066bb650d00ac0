package dev.chatwright.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Closes a stream that has been silent for too long, so that its reader gets an exception.
 *
 * <p>Safe for use by several threads.
 */
final class StallGuard implements AutoCloseable {
  private final InputStream stream;
  private final Duration patience;
  private final Thread watcher;
  private volatile long lastAliveNanos = System.nanoTime();

  StallGuard(InputStream stream, Duration patience) {
    this.stream = stream;
    this.patience = patience;
    this.watcher = Thread.ofVirtual().name("stall-guard").start(this::watch);
  }

  /** Notes that something arrived. */
  void alive() {
    lastAliveNanos = System.nanoTime();
  }

  private void watch() {
    try {
      for (long rest = restNanos(); rest > 0; rest = restNanos()) {
        Thread.sleep(Duration.ofNanos(rest));
      }
      stream.close();
    } catch (InterruptedException | IOException e) {
      // Interrupted: the download is over. Not closed: then there is nothing to be read either.
      Thread.currentThread().interrupt();
    }
  }

  private long restNanos() {
    return patience.toNanos() - (System.nanoTime() - lastAliveNanos);
  }

  /** Stops watching. */
  @Override
  public void close() {
    watcher.interrupt();
  }
}
