package dev.chatwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.store.DataFolder;
import dev.chatwright.server.store.HomeLock;
import dev.chatwright.server.store.SqliteDatabase;
import dev.chatwright.server.vault.MasterKey;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
  @TempDir private Path folder = Path.of("set by JUnit");
  private Path home = Path.of("set below");

  @BeforeEach
  void fill() throws IOException {
    home = folder.resolve("home");
    try (SqliteDatabase database =
        SqliteDatabase.open(DataFolder.database(home), InstantSource.system(), 10)) {
      Vault vault = vault(database, home);
      database.write(
          sql -> {
            sql.sql(
                    "insert into person (id, name, role, active, created_at) values ('p', '', 'member', true, 1)")
                .update();
            vault.makeKey(sql, "p");
            return 0;
          });
      byte[] sealed = vault.seal(SealedColumn.FOLDER_NAME.of("f", "p"), "letters");
      database.write(
          sql ->
              sql.sql(
                      "insert into folder (id, person_id, name, created_at) values ('f', 'p', ?, 1)")
                  .param(sealed)
                  .update());
    }
  }

  private static Vault vault(SqliteDatabase database, Path home) throws IOException {
    MasterKey master = MasterKey.in(DataFolder.keys(home), Vault.isInUse(database));
    return new Vault(database, master, InstantSource.system());
  }

  private record Outcome(int code, String text) {}

  private Outcome run(Path at, String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    var text = new ByteArrayOutputStream();
    var both = new PrintStream(text, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
    try {
      String[] all = new String[arguments.length + 2];
      System.arraycopy(arguments, 0, all, 0, arguments.length);
      all[arguments.length] = "--home";
      all[arguments.length + 1] = at.toString();
      int code = ChatwrightCommand.commandLine(all).execute(all);
      return new Outcome(code, text.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test
  void aBackupMovesToAnotherMachineWithItsKeys() throws IOException {
    Path copy = folder.resolve("copy.db");
    Path other = folder.resolve("other");
    assertThat(run(home, "data", "backup", "--to", copy.toString()).code()).isZero();
    Files.createDirectories(DataFolder.keys(other));
    Files.copy(
        DataFolder.keys(home).resolve("master.json"),
        DataFolder.keys(other).resolve("master.json"));

    Outcome restored = run(other, "data", "restore", copy.toString());

    assertThat(restored.code()).as(restored.text()).isZero();
    assertThat(run(other, "data", "verify").text()).contains("1 of 1 texts open; no fault");
    assertThat(folderName(other)).isEqualTo("letters");
  }

  private static String folderName(Path home) throws IOException {
    try (SqliteDatabase database =
        SqliteDatabase.open(DataFolder.database(home), InstantSource.system(), 10)) {
      byte[] sealed =
          database.read(
              sql ->
                  sql.sql("select name from folder").query((row, _) -> row.getBytes(1)).single());
      return vault(database, home)
          .open(SealedColumn.FOLDER_NAME.of("f", "p"), sealed, Purpose.SHOW);
    }
  }

  @Test
  void aBackupWithoutItsKeysIsNotRestored() throws IOException {
    Path copy = folder.resolve("copy.db");
    Path other = folder.resolve("other");
    run(home, "data", "backup", "--to", copy.toString());
    MasterKey.in(DataFolder.keys(other), false);

    Outcome refused = run(other, "data", "restore", copy.toString());

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.text()).contains("1 of 1 texts").contains("nothing was restored");
    assertThat(DataFolder.database(other)).doesNotExist();
  }

  @Test
  void restoringKeepsWhatWasThere() throws IOException {
    Path copy = folder.resolve("copy.db");
    run(home, "data", "backup", "--to", copy.toString());

    Outcome restored = run(home, "data", "restore", copy.toString());

    assertThat(restored.text()).contains("what was there before is kept at");
    assertThat(home.resolve("data/backups")).isDirectoryContaining("glob:**replaced-*");
    assertThat(folderName(home)).isEqualTo("letters");
  }

  @Test
  void aBackupOfANewerProgramIsNotRestored() throws Exception {
    Path copy = folder.resolve("copy.db");
    run(home, "data", "backup", "--to", copy.toString());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "insert into flyway_schema_history (installed_rank, version, description, type, script,"
              + " installed_by, execution_time, success)"
              + " values (99, '99', 'later', 'SQL', 'V99__later.sql', '', 0, true)");
    }

    Outcome refused = run(home, "data", "restore", copy.toString());

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.text()).contains("newer Chatwright (tables of version 99)");
    assertThat(folderName(home)).isEqualTo("letters");
    assertThat(home.resolve("data")).isDirectoryNotContaining("glob:**.restored*");
  }

  @Test
  void nothingIsRestoredUnderARunningServer() throws IOException {
    Path copy = folder.resolve("copy.db");
    run(home, "data", "backup", "--to", copy.toString());

    try (HomeLock _ = HomeLock.take(home)) {
      Outcome refused = run(home, "data", "restore", copy.toString());

      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.text()).contains("in use by another Chatwright");
    }
  }

  @Test
  void aDamagedFileFailsAndIsNamed() throws IOException {
    Path damaged = Files.writeString(folder.resolve("damaged.db"), "nothing like it");

    Outcome verified = run(home, "data", "verify", damaged.toString());
    Outcome restored = run(home, "data", "restore", damaged.toString());

    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.text()).contains("damaged.db");
    assertThat(restored.code()).isEqualTo(1);
    assertThat(folderName(home)).isEqualTo("letters");
  }
}
