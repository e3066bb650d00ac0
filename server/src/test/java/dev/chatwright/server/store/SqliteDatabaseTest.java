package dev.chatwright.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest extends DatabaseContract {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000));

  @TempDir private Path folder = Path.of("set by JUnit");
  private Path file = Path.of("set below");
  private SqliteDatabase database;

  @BeforeEach
  void open() throws IOException {
    file = folder.resolve("data").resolve("chatwright.db");
    database = SqliteDatabase.open(file, CLOCK, 10);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  Database database() {
    return database;
  }

  @Override
  Database reopened() throws IOException {
    return SqliteDatabase.open(file, CLOCK, 10);
  }

  private void fill(int rows) {
    database.write(
        sql -> {
          for (int i = 0; i < rows; i++) {
            sql.sql(
                    "insert into person (id, name, role, active, created_at) values (?, ?, 'member', true, 1)")
                .params("p" + i, "x".repeat(500))
                .update();
          }
          return 0;
        });
  }

  @Test
  void aDatabaseOfANewerProgramIsLeftAlone() {
    database.write(
        sql ->
            sql.sql(
                    "insert into flyway_schema_history (installed_rank, version, description, type,"
                        + " script, installed_by, execution_time, success)"
                        + " values (99, '99', 'later', 'SQL', 'V99__later.sql', '', 0, true)")
                .update());
    database.close();

    assertThatIOException()
        .isThrownBy(this::reopened)
        .withMessageContaining("made by a newer Chatwright (tables of version 99)");
  }

  @Test
  void aFullDiskIsToldAndWritingGoesOnWhenThereIsRoomAgain() {
    database.write(sql -> limitPages(sql, 1)); // SQLite raises it to what the file has

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> fill(2000))
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(StorageException.Kind.DISK_FULL))
        .withMessageContaining("the disk is full");
    database.write(sql -> limitPages(sql, 1_000_000));
    fill(2000);

    assertThat(count(database)).isEqualTo(2000);
  }

  private static int limitPages(org.springframework.jdbc.core.simple.JdbcClient sql, int pages) {
    return sql.sql("pragma max_page_count = " + pages).query(Integer.class).single();
  }

  private static long count(Database database) {
    return database.read(sql -> sql.sql("select count(*) from person").query(Long.class).single());
  }

  @Test
  void aDamagedFileIsToldAsThat() throws IOException {
    fill(10);
    database.close();
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < 4096; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Files.write(file, bytes);

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(this::reopened)
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(StorageException.Kind.DAMAGED));
  }

  @Test
  void afterItIsClosedWritesAreRefused() {
    database.close();

    assertThatExceptionOfType(StorageException.class).isThrownBy(() -> fill(1));
  }

  @Test
  void aBackupMadeWhileOthersWriteHoldsWhatWasThere() throws Exception {
    fill(100);
    Path target = folder.resolve("copy.db");
    Thread writer = Thread.ofPlatform().start(() -> later(50));

    SqliteBackup.copy(file, target);
    writer.join();

    SqliteCheck check = SqliteCheck.of(target);
    assertThat(check.faults()).isEmpty();
    assertThat(check.rows().get("person")).isBetween(100L, 150L);
    assertThat(check.version()).isEqualTo(SqliteCheck.of(file).version());
  }

  private void later(int rows) {
    for (int i = 0; i < rows; i++) {
      String id = "later-" + i;
      database.write(
          sql ->
              sql.sql(
                      "insert into person (id, name, role, active, created_at) values (?, '', 'member', true, 1)")
                  .param(id)
                  .update());
    }
  }

  @Test
  void aBackupReplacesNothing() throws IOException {
    Path target = Files.writeString(folder.resolve("mine.txt"), "mine");

    assertThatIOException()
        .isThrownBy(() -> SqliteBackup.copy(file, target))
        .withMessageContaining("is there already");
    assertThat(target).hasContent("mine");
  }

  @Test
  void onlyTheNewestBackupsAreKept() throws IOException {
    for (int second = 0; second < 5; second++) {
      SqliteBackup.copy(file, SqliteBackup.nameFor(file, Instant.ofEpochSecond(second)));
    }

    SqliteBackup.prune(file, 2);

    assertThat(SqliteBackup.list(file))
        .extracting(path -> path.getFileName().toString())
        .isEqualTo(
            List.of("chatwright-1970-01-01-000003-000.db", "chatwright-1970-01-01-000004-000.db"));
  }

  @Test
  void anotherFileIsNoDatabase() throws IOException {
    Path text = Files.writeString(folder.resolve("letter.txt"), "Dear all, ".repeat(500));

    assertThatIOException()
        .isThrownBy(() -> SqliteCheck.of(text))
        .withMessageContaining("letter.txt");
  }

  @Test
  void oneHomeIsUsedByOneAtATime() throws IOException {
    try (HomeLock _ = HomeLock.take(folder)) {
      assertThatIOException()
          .isThrownBy(() -> HomeLock.take(folder))
          .withMessageContaining("in use by another Chatwright");
    }
    HomeLock.take(folder).close();
  }
}
