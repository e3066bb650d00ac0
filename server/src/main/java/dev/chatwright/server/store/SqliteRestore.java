package dev.chatwright.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteDataSource;

/** Puts a backup in the place of a database. */
public final class SqliteRestore {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteRestore.class);

  private SqliteRestore() {}

  /**
   * Replaces the database of a home. What was there before stays beside it.
   *
   * @param lock the right to use the home, so that no server writes meanwhile
   * @return where the database that was there before is kept, if there was one
   * @throws IOException if the backup is damaged or of a newer program, or the disk refuses; the
   *     database is as it was then
   */
  public static Optional<Path> restore(HomeLock lock, Path backup, Path database, Instant moment)
      throws IOException {
    requireSound(backup);
    Path fresh = database.resolveSibling(database.getFileName() + ".restored");
    Files.deleteIfExists(fresh);
    SqliteBackup.copy(backup, fresh);
    requireKnown(fresh);
    Optional<Path> before = keepBeside(database, moment);
    Files.move(
        fresh, database, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    DiskSync.folder(database.resolveSibling(""));
    return before;
  }

  private static void requireSound(Path backup) throws IOException {
    SqliteCheck check = SqliteCheck.of(backup);
    if (!check.faults().isEmpty()) {
      throw new IOException(
          "%s is damaged: %s; nothing was restored".formatted(backup, check.faults().getFirst()));
    }
  }

  private static void requireKnown(Path fresh) throws IOException {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + fresh);
    try {
      Migrations.SQLITE.requireKnown(database);
    } catch (IOException newer) {
      Files.delete(fresh);
      throw newer;
    }
  }

  /**
   * Keeps what was there. The database itself stays in its place until the backup takes it in one
   * step; its log must be away before, as it would be read into the backup.
   */
  private static Optional<Path> keepBeside(Path database, Instant moment) throws IOException {
    if (!Files.exists(database)) {
      return Optional.empty();
    }
    Path kept = SqliteBackup.nameFor(database, moment);
    kept = kept.resolveSibling("replaced-" + kept.getFileName());
    Files.createDirectories(kept.resolveSibling(""));
    emptyLog(database);
    for (String part : new String[] {"-wal", "-shm"}) {
      Path log = database.resolveSibling(database.getFileName() + part);
      if (Files.exists(log)) {
        Files.move(log, kept.resolveSibling(kept.getFileName() + part));
      }
    }
    Files.copy(database, kept);
    DiskSync.file(kept);
    return Optional.of(kept);
  }

  /** Closing the last connection writes the log into the file; a damaged file keeps its log. */
  private static void emptyLog(Path database) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("pragma wal_checkpoint(truncate)");
    } catch (SQLException damaged) {
      LOG.debug("the log of {} stays beside it", database, damaged);
    }
  }
}
