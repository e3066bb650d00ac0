package dev.chatwright.documents.worker;

import java.util.concurrent.TimeUnit;

/**
 * Ends this process when a job takes far too long, so that it does not outlive a server that was
 * killed. *Safe for use by several threads.*
 */
final class Watchdog {
  private static final long GRACE_MILLIS = 5_000;
  private static final int EXIT_CODE = 4;

  private final long limitNanos;
  private volatile long begun;
  private volatile boolean working;

  private Watchdog(long limitMillis) {
    this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis + GRACE_MILLIS);
  }

  static Watchdog start(long limitMillis) {
    Watchdog watchdog = new Watchdog(limitMillis);
    Thread.ofPlatform().daemon().name("watchdog").start(watchdog::watch);
    return watchdog;
  }

  void begin() {
    begun = System.nanoTime();
    working = true;
  }

  void end() {
    working = false;
  }

  private void watch() {
    while (!(working && System.nanoTime() - begun > limitNanos)) {
      try {
        Thread.sleep(1_000);
      } catch (InterruptedException _) {
        return;
      }
    }
    Runtime.getRuntime().halt(EXIT_CODE);
  }
}
