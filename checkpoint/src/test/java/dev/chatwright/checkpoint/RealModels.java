package dev.chatwright.checkpoint;

import java.nio.file.Path;
import java.util.Map;

/** Where models that have been pulled on this machine are. */
final class RealModels {
  private RealModels() {}

  static ModelStore store() {
    Map<String, String> environment = System.getenv();
    String home =
        environment.getOrDefault(
            "CHATWRIGHT_HOME", System.getProperty("user.home") + "/.chatwright");
    return new ModelStore(Path.of(home));
  }
}
