package dev.chatwright.server.store;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A database file that is only looked at: no table is brought up to date, nothing is written.
 *
 * <p>Safe for use by several threads.
 */
public final class ReadOnlyFile implements Database {
  private final HikariDataSource pool;
  private final JdbcClient sql;

  /** Opens the file. */
  public ReadOnlyFile(Path file) {
    this.pool = SqliteDatabase.pool("jdbc:sqlite:" + file.toAbsolutePath(), 2);
    this.sql = JdbcClient.create(pool);
  }

  @Override
  public <T> T read(Work<T> work) {
    return Database.read(sql, work);
  }

  @Override
  public <T> T readApart(Work<T> work) {
    return read(work); // one thread looks, so two connections are enough
  }

  @Override
  public <T> CompletableFuture<T> writeSoon(Work<T> work) {
    return CompletableFuture.failedFuture(
        new StorageException(StorageException.Kind.READ_ONLY, "this file is only looked at"));
  }

  @Override
  public String kind() {
    return "SQLite";
  }

  @Override
  public void close() {
    pool.close();
  }
}
