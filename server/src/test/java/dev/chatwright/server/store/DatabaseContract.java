package dev.chatwright.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What every kind of database does the same way. */
abstract class DatabaseContract {
  abstract Database database();

  /** Returns the same database, opened again. */
  abstract Database reopened() throws Exception;

  private static void insert(JdbcClient sql, String id) {
    sql.sql(
            "insert into person (id, name, role, active, created_at) values (?, ?, 'member', true, 1)")
        .params(id, "name of " + id)
        .update();
  }

  private static List<String> ids(Database database) {
    return database.read(
        sql -> sql.sql("select id from person order by id").query(String.class).list());
  }

  @Test
  void whatWasWrittenIsThereWhenItIsOpenedAgain() throws Exception {
    database()
        .write(
            sql -> {
              insert(sql, "kept");
              return 0;
            });
    database().close();

    try (Database again = reopened()) {
      assertThat(ids(again)).contains("kept");
    }
  }

  @Test
  void aWriteThatThrowsLeavesNothingAndTakesNothingWithIt() throws Exception {
    List<CompletableFuture<Integer>> writes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int number = i;
      writes.add(
          database()
              .writeSoon(
                  sql -> {
                    insert(sql, "many-" + number);
                    if (number % 7 == 3) {
                      throw new IllegalStateException("refused " + number);
                    }
                    return number;
                  }));
    }

    for (int i = 0; i < writes.size(); i++) {
      CompletableFuture<Integer> write = writes.get(i);
      if (i % 7 == 3) {
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(write::get)
            .withCauseInstanceOf(IllegalStateException.class);
      } else {
        assertThat(write.get()).isEqualTo(i);
      }
    }
    assertThat(ids(database()))
        .filteredOn(id -> id.startsWith("many-"))
        .hasSize(43)
        .doesNotContain("many-3", "many-10");
  }

  @Test
  void whatTheDatabaseRefusesIsAStorageException() {
    database()
        .write(
            sql -> {
              insert(sql, "twice");
              return 0;
            });

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(
            () ->
                database()
                    .write(
                        sql -> {
                          insert(sql, "twice");
                          return 0;
                        }));
  }

  @Test
  void theCallersOwnExceptionComesBackAsItIs() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                database()
                    .write(
                        _ -> {
                          throw new IllegalStateException("mine");
                        }))
        .withMessage("mine");
  }

  @Test
  void anErrorInOneWriteDoesNotEndWriting() throws Exception {
    CompletableFuture<Object> broken =
        database()
            .writeSoon(
                _ -> {
                  throw new StackOverflowError("a bug");
                });

    assertThatExceptionOfType(ExecutionException.class).isThrownBy(broken::get);
    int written = database().write(_ -> 7);
    assertThat(written).isEqualTo(7);
  }

  @Test
  void whatComesAfterTheEndIsRefusedAndNobodyWaitsForEver() throws Exception {
    database().close();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> database().writeSoon(_ -> 0).get(10, TimeUnit.SECONDS));
  }

  @Test
  void readsWithinReadsDoNotWaitForEachOther() throws Exception {
    int readers = 30; // more than any pool has connections
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        results.add(threads.submit(() -> database().read(sql -> one(sql))));
      }

      for (Future<Integer> result : results) {
        assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo(1);
      }
    }
  }

  /** Holds a row, and with it a connection, while it asks for another one. */
  private int one(JdbcClient sql) {
    return sql.sql("select 1")
        .query(
            (row, _) ->
                row.getInt(1)
                    * database()
                        .readApart(apart -> apart.sql("select 1").query(Integer.class).single()))
        .single();
  }

  @Test
  void aMessageNeedsAParentOfItsOwnConversation() {
    database()
        .write(
            sql -> {
              insert(sql, "author");
              conversation(sql, "one");
              conversation(sql, "two");
              message(sql, "m1", "one", null);
              return 0;
            });

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> database().write(sql -> message(sql, "m2", "two", "m1")));
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> database().write(sql -> message(sql, "m3", "one", "m3")));
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> database().write(sql -> message(sql, "m4", "one", "nowhere")));
  }

  private static void conversation(JdbcClient sql, String id) {
    sql.sql(
            "insert into conversation (id, person_id, pinned, archived, message_count, created_at,"
                + " updated_at) values (?, 'author', false, false, 0, 1, 1)")
        .param(id)
        .update();
  }

  private static int message(
      JdbcClient sql,
      String id,
      String conversation,
      @org.jspecify.annotations.Nullable String parent) {
    return sql.sql(
            "insert into message (id, conversation_id, person_id, parent_id, role, state, body,"
                + " created_at) values (?, ?, 'author', ?, 'user', 'complete', ?, 1)")
        .param(id)
        .param(conversation)
        .param(parent)
        .param(new byte[] {1})
        .update();
  }
}
