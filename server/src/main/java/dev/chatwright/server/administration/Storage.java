package dev.chatwright.server.administration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Where the server keeps what must survive.
 *
 * <p>Immutable.
 *
 * @param kind the kind of database, for people
 * @param folder the folder of the database's files, or the home folder where it has none
 */
public record Storage(String kind, Path folder) {

  /** Returns the bytes of the database's files; empty if it has none here. */
  OptionalLong databaseBytes() throws IOException {
    if (!Files.isDirectory(folder)) {
      return OptionalLong.empty();
    }
    long bytes = 0;
    try (var files = Files.newDirectoryStream(folder, "*.db*")) {
      for (Path file : files) {
        bytes += Files.size(file);
      }
    }
    return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  /** Returns the bytes left on the disk. */
  long freeBytes() throws IOException {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return Files.getFileStore(there).getUsableSpace();
  }
}
