package dev.chatwright.server.model;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * How much the loaded language models may take.
 *
 * <p>Immutable.
 *
 * @param maxLoaded the most models in memory at once, the one that answers by default among them
 * @param memoryBytes the most bytes that they take together, with what they keep of conversations;
 *     one model is loaded whatever it takes
 * @param patience how long a request waits for a model to be loaded before it is told to come back
 * @param reloadPause how long after it began to be loaded a model is loaded again that has broken,
 *     or that answers by default and could not be had
 */
public record ModelLimits(
    int maxLoaded, long memoryBytes, Duration patience, Duration reloadPause) {
  /** Checks the ranges. */
  public ModelLimits {
    if (maxLoaded < 1) {
      throw new IllegalArgumentException(
          "at least 1 model must be allowed in memory, got " + maxLoaded);
    }
    if (memoryBytes < 1) {
      throw new IllegalArgumentException(
          "the memory for models must be at least 1 byte, got " + memoryBytes);
    }
  }

  /** Returns half of this machine's memory, the other half being for caches and all else. */
  public static long halfOfMemory() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
        ? machine.getTotalMemorySize() / 2
        : Runtime.getRuntime().maxMemory();
  }
}
