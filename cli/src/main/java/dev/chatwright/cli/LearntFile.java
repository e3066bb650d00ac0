package dev.chatwright.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file that a run learns from: what the command names, else what its recipe does. */
final class LearntFile {
  private LearntFile() {}

  /**
   * Returns the file.
   *
   * @param what it holds, such as {@code text}
   * @throws CommandFailure if neither names one, or it is not there
   */
  static Path require(@Nullable Path named, Optional<Path> ofRecipe, Path recipeFile, String what) {
    Path file =
        named != null
            ? named
            : ofRecipe.orElseThrow(
                () ->
                    new CommandFailure(
                        recipeFile + " names no data.train",
                        "name the %s with --data".formatted(what)));
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(file + " is no file", "name the %s with --data".formatted(what));
    }
    return file;
  }
}
