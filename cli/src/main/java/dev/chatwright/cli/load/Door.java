package dev.chatwright.cli.load;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where the server is at the moment; shut while there is none.
 *
 * <p>Safe for use by several threads.
 */
final class Door {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private int port; // guarded by lock; 0 while shut
  private int openings; // guarded by lock

  /** Tells everybody who waits that a server is there. */
  void open(int newPort) {
    lock.lock();
    try {
      port = newPort;
      openings++;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Makes everybody wait from now on. */
  void shut() {
    lock.lock();
    try {
      port = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many servers there have been. */
  int openings() {
    lock.lock();
    try {
      return openings;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the address of the server, waiting until there is one.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  URI address() throws InterruptedException {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (port == 0) {
        if (left <= 0) {
          throw new IllegalStateException("no server came back within " + PATIENCE);
        }
        left = opened.awaitNanos(left);
      }
      return URI.create("http://127.0.0.1:" + port);
    } finally {
      lock.unlock();
    }
  }

  /** Waits a moment for a server that has just gone to be known as gone. */
  static void glimpse() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(20);
  }
}
