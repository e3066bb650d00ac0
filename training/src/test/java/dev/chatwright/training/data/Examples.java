package dev.chatwright.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads whole files, which the tests' files are small enough for. */
final class Examples {
  private Examples() {}

  static List<Example> of(Path file) throws IOException {
    return of(file, ReadOptions.DEFAULT);
  }

  static List<Example> of(Path file, ReadOptions options) throws IOException {
    return placed(file, options).stream().map(PlacedExample::example).toList();
  }

  static List<PlacedExample> placed(Path file, ReadOptions options) throws IOException {
    List<PlacedExample> examples = new ArrayList<>();
    try (ExampleReader reader = ExampleFile.read(file, options)) {
      for (PlacedExample next = reader.next(); next != null; next = reader.next()) {
        examples.add(next);
      }
    }
    return examples;
  }
}
