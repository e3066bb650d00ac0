package dev.chatwright.cli;

import dev.chatwright.checkpoint.ModelStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Chatwright keeps models, data and keys. */
final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = picocli.CommandLine.ScopeType.INHERIT,
      description = "Home folder (default: $CHATWRIGHT_HOME, else ~/.chatwright).")
  private @Nullable Path home;

  Path path() {
    if (home != null) {
      return home;
    }
    String variable = System.getenv("CHATWRIGHT_HOME");
    return variable != null && !variable.isBlank()
        ? Path.of(variable)
        : Path.of(System.getProperty("user.home"), ".chatwright");
  }

  ModelStore store() {
    return new ModelStore(path());
  }
}
