package dev.chatwright.tensor;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntSupplier;

/**
 * Which of the machine's cores the threads of a pool are on, so that no two compute on one: they
 * would wait for each other while the system gives the core to this one and to that one. Of two on
 * one core the one with the smaller number computes.
 *
 * <p>Each thread tells of itself; what it sees of others is where they were a moment ago.
 */
final class OccupiedCores {
  private final AtomicIntegerArray cores;
  private final IntSupplier current;

  /**
   * Creates it with all threads nowhere.
   *
   * @param current tells the core of the calling thread, or {@link CurrentCore#UNKNOWN}
   */
  OccupiedCores(int threads, IntSupplier current) {
    this.current = current;
    cores = new AtomicIntegerArray(threads);
    for (int i = 0; i < threads; i++) {
      leave(i);
    }
  }

  /**
   * Notes where the calling thread is now, unless a thread of a smaller number is there.
   *
   * @return whether it is noted, as it is where cores are unknown
   */
  boolean occupy(int thread) {
    int core = current.getAsInt();
    for (int other = 0; other < thread && core != CurrentCore.UNKNOWN; other++) {
      if (cores.getOpaque(other) == core) {
        leave(thread);
        return false;
      }
    }
    note(thread, core);
    return true;
  }

  /** Notes that a thread does not compute. */
  void leave(int thread) {
    note(thread, CurrentCore.UNKNOWN);
  }

  private void note(int thread, int core) {
    if (cores.getPlain(thread) != core) { // seldom: others need not fetch the same again
      cores.setOpaque(thread, core);
    }
  }
}
