package dev.chatwright.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The recipe of a run, and what is to be otherwise this time. */
final class RecipeOption {
  @Option(names = "--recipe", required = true, paramLabel = "R", description = "A recipe, YAML.")
  private Path file = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A value in place of the recipe's, such as training.steps=20; may be given again. The run"
              + " keeps the recipe with it.")
  private Map<String, String> changes = new LinkedHashMap<>();

  Path file() {
    return file;
  }

  /** Returns the values that take the place of the recipe's, by name. */
  Map<String, String> changes() {
    return changes;
  }
}
