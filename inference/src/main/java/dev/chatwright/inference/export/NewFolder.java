package dev.chatwright.inference.export;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder that is either wholly there or, after any failure, not there. */
final class NewFolder {
  private NewFolder() {}

  /** Puts files into a folder. */
  @FunctionalInterface
  interface Content {
    /** Writes them. */
    void write(Path folder) throws IOException;
  }

  /**
   * Makes a folder beside {@code target}, and renames it when it is full.
   *
   * @throws FileAlreadyExistsException if {@code target} is there
   */
  static void write(Path target, Content content) throws IOException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString(), null, "it is there already");
    }
    replace(target, content);
  }

  /**
   * Makes a folder beside {@code target}, and renames it when it is full; an old one goes first.
   */
  static void replace(Path target, Content content) throws IOException {
    Path temporary = target.resolveSibling(".writing-" + UUID.randomUUID() + ".tmp");
    Files.createDirectories(temporary);
    try {
      content.write(temporary);
      delete(target);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(temporary);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> innermostFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : innermostFirst) {
        Files.delete(path);
      }
    }
  }
}
