package dev.chatwright.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The one writer of a SQLite file. Whatever waits when a commit begins goes into it together: a
 * commit costs a wait for the disk, whether it holds one change or a hundred.
 *
 * <p>Each change has a savepoint of its own, so that one that fails takes no other with it. Safe
 * for use by several threads.
 */
final class WriteQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);
  private static final int MAX_TOGETHER = 512;
  private static final int MAX_WAITING = 100_000;

  private final Connection connection;
  private final Statement control; // the driver does not notice when SQLite gives a transaction up
  private final JdbcClient sql;
  private final BlockingQueue<Change<?>> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean ended;

  /** Takes over a connection that no one else uses. */
  WriteQueue(Connection connection) throws SQLException {
    this.connection = connection;
    this.control = connection.createStatement();
    this.sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    this.thread = Thread.ofPlatform().name("database-writer").start(this::run);
  }

  <T> CompletableFuture<T> add(Database.Work<T> work) {
    Change<T> change = new Change<>(work);
    if (closing) {
      change.fail(new StorageException(StorageException.Kind.CLOSED));
    } else if (!waiting.offer(change)) {
      change.fail(new StorageException(StorageException.Kind.BUSY));
    } else if (ended) { // the writer ended between the two; whoever comes first fails the change
      failWhatWaits();
    }
    return change.future;
  }

  private void run() {
    try {
      writeAll();
    } finally {
      ended = true;
      failWhatWaits();
    }
  }

  private void failWhatWaits() {
    for (Change<?> change = waiting.poll(); change != null; change = waiting.poll()) {
      change.fail(new StorageException(StorageException.Kind.CLOSED));
    }
  }

  private void writeAll() {
    List<Change<?>> together = new ArrayList<>();
    while (!closing || !waiting.isEmpty()) {
      try {
        together.add(waiting.take());
        waiting.drainTo(together, MAX_TOGETHER - 1);
        commit(together);
      } catch (InterruptedException _) {
        closing = true; // the loop ends when the queue is empty
      }
      together.clear();
    }
  }

  private void commit(List<Change<?>> together) {
    try {
      control.execute("begin immediate");
      for (Change<?> change : together) {
        attempt(change);
      }
      control.execute("commit");
    } catch (Throwable failure) { // this thread's root: without it nothing is written any more
      rollBack();
      StorageException told = StorageException.of(failure);
      LOG.error("changes={} not stored: {}", together.size(), told.getMessage(), failure);
      together.forEach(change -> change.fail(told));
      return;
    }
    together.forEach(Change::complete);
  }

  /** Throws only when the whole transaction is lost. */
  private void attempt(Change<?> change) throws SQLException {
    control.execute("savepoint change");
    try {
      change.run(sql);
    } catch (RuntimeException failure) {
      undo(failure);
      change.fail(failure instanceof DataAccessException ? StorageException.of(failure) : failure);
    }
    control.execute("release change");
  }

  /** A full disk, say, makes SQLite give up the whole transaction, and the savepoint with it. */
  private void undo(RuntimeException failure) {
    try {
      control.execute("rollback to change");
    } catch (SQLException lost) {
      failure.addSuppressed(lost);
      throw failure;
    }
  }

  private void rollBack() {
    try {
      control.execute("rollback");
    } catch (SQLException failure) {
      LOG.debug("SQLite had given up the transaction itself", failure);
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join();
      connection.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (SQLException failure) {
      LOG.warn("the database did not close properly", failure);
    }
  }

  private static final class Change<T> {
    private final Database.Work<T> work;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable RuntimeException failure;

    Change(Database.Work<T> work) {
      this.work = work;
    }

    void run(JdbcClient sql) {
      result = work.with(sql);
    }

    void fail(RuntimeException reason) {
      failure = reason;
      future.completeExceptionally(reason);
    }

    @SuppressWarnings("NullAway") // null exactly where T allows it
    void complete() {
      if (failure == null) {
        future.complete(result);
      }
    }
  }
}
