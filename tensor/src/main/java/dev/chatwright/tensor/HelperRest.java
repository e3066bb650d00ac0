package dev.chatwright.tensor;

/**
 * When a thread that lost its core to another may take part in loops again.
 *
 * <p>The system takes a core away for milliseconds, in which a model could have run hundreds of
 * loops. So a thread that made the others wait rests, and so does one that shares a core with
 * another of its pool; one that does so again soon after rests twice as long. Trying again costs
 * one time slice, of which the longest rest makes a hundredth.
 *
 * <p>Times are those of {@link System#nanoTime}. Not safe for use by several threads.
 */
final class HelperRest {
  static final long SHORTEST_NANOS = 10_000_000;
  static final long LONGEST_NANOS = 320_000_000;

  /**
   * Waking a parked thread and a range of unequal work take this long without any other program.
   */
  private static final long PATIENCE_NANOS = 1_000_000;

  private long length;
  private long end;

  /**
   * Returns how long to wait for a thread before it counts as one that lost its core.
   *
   * @param ownNanos how long the one who waits took for its own part of the same loop
   */
  static long patience(long ownNanos) {
    return PATIENCE_NANOS + 2 * ownNanos;
  }

  /**
   * Begins to rest at {@code now}.
   *
   * @param lost when it lost its core
   */
  void begin(long lost, long now) {
    boolean again = length != 0 && lost - end < 2 * length;
    length = again ? Math.min(2 * length, LONGEST_NANOS) : SHORTEST_NANOS;
    end = now + length;
  }

  /** Returns whether the rest that was begun last has ended. */
  boolean isOver(long now) {
    return now - end >= 0;
  }
}
