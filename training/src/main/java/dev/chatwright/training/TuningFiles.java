package dev.chatwright.training;

import dev.chatwright.training.runs.DataFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run that teaches a model reads.
 *
 * <p>Immutable.
 *
 * @param base the model's file or folder
 * @param teacher that of the model which teaches it, for a run that has one
 * @param examples conversations, or replies that were compared or rated, in any format that {@code
 *     data inspect} knows
 */
public record TuningFiles(Path base, Optional<Path> teacher, Path examples) {
  /** The role of the examples among the files of a run. */
  public static final String EXAMPLES = "train";

  /** The role of the model. */
  public static final String BASE = "base";

  /** The role of a model that teaches it. */
  public static final String TEACHER = "teacher";

  /** Returns the files of a run without a teacher. */
  public static TuningFiles of(Path base, Path examples) {
    return new TuningFiles(base, Optional.empty(), examples);
  }

  /**
   * Returns the files by their roles and sums, in a list of the caller's own.
   *
   * @throws IOException if one cannot be read
   */
  List<DataFile> describe() throws IOException {
    List<DataFile> files = new ArrayList<>();
    files.add(DataFile.of(EXAMPLES, examples));
    files.add(DataFile.of(BASE, base));
    if (teacher.isPresent()) {
      files.add(DataFile.of(TEACHER, teacher.get()));
    }
    return files;
  }
}
