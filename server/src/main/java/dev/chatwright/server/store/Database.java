package dev.chatwright.server.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The store of everything that must survive. What {@link #write} has returned, or a future of
 * {@link #writeSoon} has been completed with, is on disk.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface Database extends AutoCloseable {
  /** A query has so many parameters at most, on any database. */
  int IDS_OF_A_QUERY = 500;

  /**
   * Reads. Each query sees the newest commit.
   *
   * @throws StorageException if the store cannot be read
   */
  <T> T read(Work<T> work);

  /**
   * Reads by a connection of its own, for what is needed while another read holds one: were both of
   * one pool, a few such reads at once would wait for each other.
   *
   * @throws StorageException if the store cannot be read
   */
  <T> T readApart(Work<T> work);

  /**
   * Reads by a pool of connections, for implementations of {@link #read}.
   *
   * @throws StorageException if the store cannot be read
   */
  static <T> T read(JdbcClient pool, Work<T> work) {
    try {
      return work.with(pool);
    } catch (DataAccessException failure) {
      throw StorageException.of(failure);
    }
  }

  /** Returns ids in lists that one query takes, in their order. */
  static Stream<List<String>> inParts(List<String> ids) {
    return ids.stream().gather(Gatherers.windowFixed(IDS_OF_A_QUERY));
  }

  /**
   * Queues a transaction; the future is completed when it is on disk.
   *
   * <p>The future fails with a {@link StorageException}, or with whatever the work threw, in which
   * case nothing of it is kept. The work may run beside others in one transaction, so it must touch
   * nothing but the store.
   */
  <T> CompletableFuture<T> writeSoon(Work<T> work);

  /**
   * Runs a transaction and returns when it is on disk.
   *
   * @throws StorageException if it cannot be written; nothing of it is kept
   */
  default <T> T write(Work<T> work) {
    try {
      return writeSoon(work).join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  /** Returns the kind of store, for people. */
  String kind();

  /** Waits for what is queued and closes the store. */
  @Override
  void close();

  /**
   * Something done with the store.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  interface Work<T> {
    /** Does it. */
    T with(JdbcClient sql);
  }
}
