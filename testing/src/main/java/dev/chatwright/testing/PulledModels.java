package dev.chatwright.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;

/** Models that have been pulled on this machine; a test that needs an absent one is skipped. */
public final class PulledModels {
  private PulledModels() {}

  /** Returns the home folder that the product would use. */
  public static Path home() {
    String usual = System.getProperty("user.home") + "/.chatwright";
    return Path.of(System.getenv().getOrDefault("CHATWRIGHT_HOME", usual));
  }

  /** Returns what the store found under an id, or skips the test. */
  public static <T> T require(Optional<T> found, String id) {
    assumeTrue(
        found.isPresent(),
        () -> "model " + id + " is not in the store: run ./chatwright model pull " + id);
    return found.orElseThrow();
  }
}
