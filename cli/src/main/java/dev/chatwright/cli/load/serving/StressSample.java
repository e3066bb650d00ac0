package dev.chatwright.cli.load.serving;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a server was at one moment.
 *
 * <p>Immutable.
 *
 * @param after when, from the beginning
 * @param replies how many replies have been read to their ends
 * @param cancelled how many were left on the way
 * @param refused how many requests the server had no room for
 * @param memory of the server's process
 * @param engine what the engine counts, by the names of {@code /health}
 */
public record StressSample(
    Duration after,
    long replies,
    long cancelled,
    long refused,
    ProcessMemory memory,
    Map<String, Long> engine) {
  /** Copies the map. */
  public StressSample {
    engine = Collections.unmodifiableMap(new LinkedHashMap<>(engine));
  }
}
