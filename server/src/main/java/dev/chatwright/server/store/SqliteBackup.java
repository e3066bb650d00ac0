package dev.chatwright.server.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Copies of a database file, made while it is in use: the copy holds what was committed when it
 * began. The master key is no part of it, so a copy alone opens nothing.
 */
public final class SqliteBackup {
  private static final String PREFIX = "chatwright-";
  private static final String SUFFIX = ".db";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private SqliteBackup() {}

  /** Returns a name for a backup made at a moment, in the folder beside the database. */
  public static Path nameFor(Path database, Instant moment) {
    return folder(database).resolve(PREFIX + STAMP.format(moment) + SUFFIX);
  }

  /**
   * Returns when the newest of the backups beside a database was made, by its name: the time of a
   * file changes when it is copied.
   *
   * @throws IOException if the folder cannot be read
   */
  public static Optional<Instant> newest(Path database) throws IOException {
    return list(database).reversed().stream().flatMap(file -> moment(file).stream()).findFirst();
  }

  private static Optional<Instant> moment(Path backup) {
    String name = backup.getFileName().toString();
    try {
      return Optional.of(
          STAMP.parse(
              name.substring(PREFIX.length(), name.length() - SUFFIX.length()), Instant::from));
    } catch (DateTimeParseException _) {
      return Optional.empty(); // somebody named it
    }
  }

  private static Path folder(Path database) {
    return database.toAbsolutePath().resolveSibling("backups");
  }

  /**
   * Copies a database. The copy appears whole or not at all.
   *
   * @throws IOException if there is no database, the target is there already, or the disk refuses
   */
  public static void copy(Path database, Path target) throws IOException {
    if (!Files.isRegularFile(database)) {
      throw new IOException("there is no database at " + database);
    }
    if (Files.exists(target)) {
      throw new IOException(target + " is there already; name another file");
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
    Files.deleteIfExists(unfinished);
    try {
      vacuumInto(database, unfinished);
      DiskSync.file(unfinished);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (SQLException failure) {
      throw new IOException(
          "the backup failed: " + StorageException.of(failure).getMessage(), failure);
    } finally {
      Files.deleteIfExists(unfinished);
      Files.deleteIfExists(target.resolveSibling(unfinished.getFileName() + "-journal"));
    }
  }

  private static void vacuumInto(Path database, Path target) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + database + "?busy_timeout=30000");
        PreparedStatement statement = connection.prepareStatement("vacuum into ?")) {
      statement.setString(1, target.toString());
      statement.execute();
    }
  }

  /**
   * Removes the oldest backups beside a database.
   *
   * @param keep how many stay
   * @throws IOException if the folder cannot be read
   */
  public static void prune(Path database, int keep) throws IOException {
    List<Path> backups = list(database);
    for (Path old : backups.subList(0, Math.max(0, backups.size() - keep))) {
      Files.deleteIfExists(old);
    }
  }

  /**
   * Returns the backups beside a database, oldest first.
   *
   * @throws IOException if the folder cannot be read
   */
  public static List<Path> list(Path database) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder(database))) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(folder(database), PREFIX + "*" + SUFFIX)) {
        files.forEach(found::add);
      }
    }
    found.sort(Comparator.comparing(file -> file.getFileName().toString()));
    return found;
  }
}
