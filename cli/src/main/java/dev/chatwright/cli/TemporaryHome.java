package dev.chatwright.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for the homes of servers that are measured.
 *
 * @param path where it is
 */
record TemporaryHome(Path path) {
  static TemporaryHome create() throws IOException {
    return new TemporaryHome(Files.createTempDirectory("chatwright-bench"));
  }

  void delete() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(path)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.deleteIfExists(each);
    }
  }
}
