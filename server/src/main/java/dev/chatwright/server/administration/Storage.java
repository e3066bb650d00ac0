package dev.chatwright.server.administration;

import dev.chatwright.server.store.SqliteBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the server keeps what must survive.
 *
 * <p>Immutable.
 *
 * @param kind the kind of database, for people
 * @param folder the folder of the database's files, or the home folder where it has none
 * @param file the database's file, if it is one
 */
public record Storage(String kind, Path folder, Optional<Path> file) {

  /** Returns the bytes of the database's files; empty if it has none here. */
  OptionalLong databaseBytes() throws IOException {
    if (file.isEmpty() || !Files.isDirectory(folder)) {
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

  /** Returns when the newest backup was made of those beside the database. */
  Optional<Instant> lastBackup() throws IOException {
    return file.isEmpty() ? Optional.empty() : SqliteBackup.newest(file.get());
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
