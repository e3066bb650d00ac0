package dev.chatwright.inference;

/** Waits for threads that use what is freed after them. */
final class ThreadEnd {
  private ThreadEnd() {}

  /** Waits until a thread has ended; an interrupt ends no waiting, but stays set. */
  static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
