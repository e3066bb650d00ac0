package dev.chatwright.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The store in a PostgreSQL server, for teams that run one.
 *
 * <p>Safe for use by several threads.
 */
public final class PostgresDatabase implements Database {
  private static final int CONNECTIONS = 10;

  private final HikariDataSource pool;
  private final HikariDataSource apart;
  private final JdbcClient sql;
  private final JdbcClient sqlApart;
  private final TransactionTemplate transactions;
  private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();

  private PostgresDatabase(HikariDataSource pool, HikariDataSource apart) {
    this.pool = pool;
    this.apart = apart;
    this.sql = JdbcClient.create(pool);
    this.sqlApart = JdbcClient.create(apart);
    this.transactions = new TransactionTemplate(new DataSourceTransactionManager(pool));
  }

  /**
   * Connects and brings the tables up to date.
   *
   * @param url such as {@code jdbc:postgresql://host/database}
   * @throws StorageException if the server cannot be reached or refuses
   */
  public static PostgresDatabase connect(String url, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(CONNECTIONS);
    HikariDataSource pool = open(config);
    try {
      Migrations.POSTGRES.bringUpToDate(pool, () -> {}); // its backups are pg_dump's
      config.setMaximumPoolSize(1);
      return new PostgresDatabase(pool, open(config));
    } catch (IOException | RuntimeException failure) {
      pool.close();
      throw failure instanceof RuntimeException
          ? StorageException.of(failure)
          : new StorageException(StorageException.Kind.OTHER, String.valueOf(failure.getMessage()));
    }
  }

  /** Connects at once, so that a wrong name or password is told as the server tells it. */
  private static HikariDataSource open(HikariConfig config) {
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException refused) {
      Throwable cause = refused;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new StorageException(
          StorageException.Kind.UNREACHABLE,
          "the database of storage.url cannot be used: " + cause.getMessage());
    }
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
    try {
      return CompletableFuture.supplyAsync(() -> transact(work), writers);
    } catch (RejectedExecutionException _) {
      return CompletableFuture.failedFuture(new StorageException(StorageException.Kind.CLOSED));
    }
  }

  @SuppressWarnings("NullAway") // null exactly where T allows it
  private <T> T transact(Work<T> work) {
    try {
      return transactions.execute(_ -> work.with(sql));
    } catch (DataAccessException | TransactionException failure) {
      throw StorageException.of(failure);
    }
  }

  @Override
  public String kind() {
    return "PostgreSQL";
  }

  @Override
  public void close() {
    writers.close();
    pool.close();
    apart.close();
  }
}
