package dev.chatwright.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * A thread that makes garbage and has it collected, again and again, so that code beside it is
 * stopped at any place and heap memory moves.
 */
public final class GarbageCollection {
  private static final int BYTES = 1 << 16;
  private static final int MOST = 100;

  private volatile boolean over;

  private GarbageCollection() {}

  /**
   * Runs something beside it.
   *
   * @throws InterruptedException if this thread is interrupted while it waits for the other's end
   */
  public static void beside(Runnable action) throws InterruptedException {
    GarbageCollection collection = new GarbageCollection();
    Thread thread = Thread.ofPlatform().start(collection::run);
    try {
      action.run();
    } finally {
      collection.over = true;
      thread.join();
    }
  }

  private void run() {
    List<byte[]> kept = new ArrayList<>();
    while (!over) {
      kept.add(new byte[BYTES]);
      if (kept.size() > MOST) {
        kept.clear();
        System.gc();
      }
    }
  }
}
