package dev.chatwright.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The store in a file: a write-ahead log that is synchronised with the disk at every commit, one
 * writer, several readers.
 *
 * <p>Safe for use by several threads.
 */
public final class SqliteDatabase implements Database {
  private static final int READERS = 4;
  private static final String SETTINGS =
      "?journal_mode=WAL&synchronous=FULL&foreign_keys=on&busy_timeout=5000&secure_delete=on";

  private final HikariDataSource readers;
  private final HikariDataSource apart;
  private final JdbcClient sql;
  private final JdbcClient sqlApart;
  private final WriteQueue writes;

  private SqliteDatabase(HikariDataSource readers, HikariDataSource apart, WriteQueue writes) {
    this.readers = readers;
    this.apart = apart;
    this.sql = JdbcClient.create(readers);
    this.sqlApart = JdbcClient.create(apart);
    this.writes = writes;
  }

  /**
   * Opens the file, making it when it is not there, and brings its tables up to date. A copy is
   * kept before tables that hold something are changed.
   *
   * @throws IOException if the folder or the copy cannot be made
   * @throws StorageException if the file cannot be opened
   */
  public static SqliteDatabase open(Path file, InstantSource clock, int backupsKept)
      throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    String url = url(file);
    requireReadable(url);
    HikariDataSource readers = pool(url, READERS);
    try {
      Migrations.SQLITE.bringUpToDate(readers, () -> keepCopy(file, clock, backupsKept));
      return new SqliteDatabase(
          readers,
          pool(url, 1),
          new WriteQueue(DriverManager.getConnection(url + "&transaction_mode=IMMEDIATE")));
    } catch (SQLException | RuntimeException failure) {
      readers.close();
      throw StorageException.of(failure);
    } catch (IOException failure) {
      readers.close();
      throw failure;
    }
  }

  /** A pool would try a damaged file again and again until its patience ends. */
  private static void requireReadable(String url) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("select count(*) from sqlite_master");
    } catch (SQLException failure) {
      throw StorageException.of(failure);
    }
  }

  private static void keepCopy(Path file, InstantSource clock, int backupsKept) throws IOException {
    SqliteBackup.copy(file, SqliteBackup.nameFor(file, clock.instant()));
    SqliteBackup.prune(file, backupsKept);
  }

  private static String url(Path file) {
    return "jdbc:sqlite:" + file.toAbsolutePath() + SETTINGS;
  }

  static HikariDataSource pool(String url, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("readers");
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  @Override
  public <T> T read(Work<T> work) {
    return Database.read(sql, work);
  }

  @Override
  public <T> T readApart(Work<T> work) {
    return Database.read(sqlApart, work);
  }

  @Override
  public <T> CompletableFuture<T> writeSoon(Work<T> work) {
    return writes.add(work);
  }

  @Override
  public String kind() {
    return "SQLite";
  }

  @Override
  public void close() {
    writes.close();
    readers.close();
    apart.close();
  }
}
