package dev.chatwright.server.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.chatwright.server.store.SqliteDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {
  private static final String WORDS = "the heron stands in the reeds";

  @TempDir private Path home = Path.of("set by JUnit");
  private SqliteDatabase database;
  private Vault vault;

  @BeforeEach
  void open() throws IOException {
    database = SqliteDatabase.open(home.resolve("data/chatwright.db"), InstantSource.system(), 10);
    vault = vault(home.resolve("keys"));
    for (String person : List.of("anna", "berta")) {
      database.write(
          sql -> {
            sql.sql(
                    "insert into person (id, name, role, active, created_at) values (?, '', 'member', true, 1)")
                .param(person)
                .update();
            vault.makeKey(sql, person);
            return 0;
          });
    }
  }

  private Vault vault(Path keys) throws IOException {
    return new Vault(database, MasterKey.in(keys, Vault.isInUse(database)), InstantSource.system());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void storeFolder(String id, String person, String name) {
    byte[] sealed = vault.seal(SealedColumn.FOLDER_NAME.of(id, person), name);
    database.write(
        sql ->
            sql.sql("insert into folder (id, person_id, name, created_at) values (?, ?, ?, 1)")
                .params(id, person, sealed)
                .update());
  }

  private String readFolder(Vault by, String id, String person) {
    byte[] sealed =
        database.read(
            sql ->
                sql.sql("select name from folder where id = ?")
                    .param(id)
                    .query((row, _) -> row.getBytes(1))
                    .single());
    return by.open(SealedColumn.FOLDER_NAME.of(id, person), sealed, Purpose.SHOW);
  }

  @Test
  void whatWasSealedOpensAfterARestart() throws IOException {
    storeFolder("f", "anna", WORDS);

    assertThat(readFolder(vault(home.resolve("keys")), "f", "anna")).isEqualTo(WORDS);
  }

  @Test
  void aSealOpensInNoOtherPlace() {
    byte[] sealed = vault.seal(SealedColumn.MESSAGE_BODY.of("m", "anna"), WORDS);

    for (Place other :
        List.of(
            SealedColumn.MESSAGE_BODY.of("n", "anna"),
            SealedColumn.MESSAGE_BODY.of("m", "berta"),
            SealedColumn.MESSAGE_DETAILS.of("m", "anna"),
            SealedColumn.SUMMARY_BODY.of("m", "anna"))) {
      assertThatExceptionOfType(VaultException.class)
          .as(other.toString())
          .isThrownBy(() -> vault.open(other, sealed, Purpose.SHOW));
    }
  }

  @Test
  void aChangedBitIsNoticed() {
    Place place = SealedColumn.MESSAGE_BODY.of("m", "anna");
    byte[] sealed = vault.seal(place, WORDS);

    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatExceptionOfType(VaultException.class)
          .as("byte %d", i)
          .isThrownBy(() -> vault.open(place, changed, Purpose.SHOW));
    }
  }

  @Test
  void nothingOnDiskHoldsTheWords() throws IOException {
    storeFolder("f", "anna", WORDS);
    database.write(sql -> sql.sql("update folder set created_at = 2").update());

    database.close();

    assertThat(filesWith("heron")).isEmpty();
    assertThat(filesWith("anna")).as("the search itself finds what is there").isNotEmpty();
  }

  private List<Path> filesWith(String words) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(Files::isRegularFile).filter(file -> holds(file, words)).toList();
    }
  }

  private static boolean holds(Path file, String words) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(words);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  @Test
  void theKeyIsForItsOwnerOnly() throws IOException {
    Path key = home.resolve("keys/master.json");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void aMissingKeyIsNotReplacedSilently() throws IOException {
    Files.delete(home.resolve("keys/master.json"));

    assertThatIOException()
        .isThrownBy(() -> vault(home.resolve("keys")))
        .withMessageContaining("the key to the database is missing");
    assertThat(home.resolve("keys/master.json")).doesNotExist();
  }

  @Test
  void anotherMasterKeyOpensNothing() throws IOException {
    storeFolder("f", "anna", WORDS);
    MasterKey stranger = MasterKey.in(home.resolve("other-keys"), false);
    Vault wrong = new Vault(database, stranger, InstantSource.system());

    assertThatExceptionOfType(VaultException.class)
        .isThrownBy(() -> readFolder(wrong, "f", "anna"))
        .withMessageContaining("does not open with this master key");
  }

  @Test
  void aSecretIsOfOnePersonAndUseAndGoesWithTheKey() throws Exception {
    Vault again = vault(home.resolve("keys"));
    byte[] annas = vault.secret("use", "anna").orElseThrow().getEncoded();

    assertThat(annas).hasSize(32);
    assertThat(again.secret("use", "anna").orElseThrow().getEncoded()).isEqualTo(annas);
    assertThat(vault.secret("use", "berta").orElseThrow().getEncoded()).isNotEqualTo(annas);
    assertThat(vault.secret("another", "anna").orElseThrow().getEncoded()).isNotEqualTo(annas);
    assertThat(vault.secret("use").getEncoded())
        .isEqualTo(again.secret("use").getEncoded())
        .isNotEqualTo(annas);
    assertThat(vault.secret("use", "nobody")).isEmpty();
    AtomicBoolean told = new AtomicBoolean();
    new KeyRotation(database, vault, home.resolve("keys"), Duration.ZERO, () -> told.set(true))
        .rotate(true);
    assertThat(told).isTrue();
    assertThat(vault.secret("use", "anna").orElseThrow().getEncoded()).isNotEqualTo(annas);
  }

  @Test
  void everythingMovesToNewKeysWhileOthersWrite() throws Exception {
    for (int i = 0; i < 500; i++) {
      storeFolder("f" + i, i % 2 == 0 ? "anna" : "berta", WORDS + i);
    }
    String before = Files.readString(home.resolve("keys/master.json"));
    var rotation =
        new KeyRotation(database, vault, home.resolve("keys"), Duration.ofMillis(100), () -> {});
    AtomicBoolean done = new AtomicBoolean();
    Thread writer = Thread.ofPlatform().start(() -> keepWriting(done));

    rotation.rotate(true);
    done.set(true);
    writer.join();

    assertThat(rotation.resealed()).isGreaterThanOrEqualTo(500);
    assertThat(Files.readString(home.resolve("keys/master.json"))).isNotEqualTo(before);
    assertThat(vault.key("anna").hasOld()).isFalse();
    Vault again = vault(home.resolve("keys"));
    for (int i = 0; i < 500; i++) {
      assertThat(readFolder(again, "f" + i, i % 2 == 0 ? "anna" : "berta")).isEqualTo(WORDS + i);
    }
    List<String> written =
        database.read(
            sql -> sql.sql("select id from folder where id like 'w%'").query(String.class).list());
    assertThat(written).isNotEmpty();
    written.forEach(id -> assertThat(readFolder(again, id, "anna")).isEqualTo(WORDS));
  }

  private void keepWriting(AtomicBoolean done) {
    for (int i = 0; !done.get(); i++) {
      storeFolder("w" + i, "anna", WORDS);
    }
  }

  /** The power goes when the master key is new, when a person's is too, or when all is moved. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aRotationThatBrokeOffGoesOn(int steps) throws Exception {
    storeFolder("f", "anna", WORDS);
    vault.useMaster(vault.master().renewed(home.resolve("keys")));
    if (steps == 2) {
      vault.replaceKey("anna", vault.key("anna").renewed());
    } else if (steps == 3) {
      vault.replaceKey("anna", vault.key("anna"));
      vault.replaceKey("berta", vault.key("berta"));
    }
    Vault again = vault(home.resolve("keys"));
    var rotation = new KeyRotation(database, again, home.resolve("keys"), Duration.ZERO, () -> {});

    rotation.resume();
    while (rotation.isRunning()) {
      Thread.sleep(5);
    }

    assertThat(again.key("anna").hasOld()).isFalse();
    assertThat(again.master().hasOld()).isFalse();
    assertThat(readFolder(again, "f", "anna")).isEqualTo(WORDS);
  }

  @Test
  void everySealedColumnOfTheTablesIsKnown() throws IOException {
    Set<String> declared = new TreeSet<>();
    String table = "";
    for (String line : migrations().lines().toList()) {
      Matcher start = Pattern.compile("create table (\\w+).*").matcher(line);
      Matcher blob = Pattern.compile("\\s+(\\w+) \\$\\{blob}.*").matcher(line);
      if (start.matches()) {
        table = start.group(1);
      } else if (blob.matches()) {
        declared.add(table + "." + blob.group(1));
      }
    }
    declared.remove("person_key.keyset");

    assertThat(declared).hasSizeGreaterThan(10);
    assertThat(Arrays.stream(SealedColumn.values()).map(one -> one.table() + "." + one.column()))
        .containsExactlyInAnyOrderElementsOf(declared);
  }

  private static String migrations() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String name : List.of("V1__conversations.sql", "V2__password_links.sql")) {
      try (InputStream file =
          Vault.class.getResourceAsStream("/dev/chatwright/server/store/migration/" + name)) {
        assertThat(file).isNotNull();
        all.append(new String(file.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return all.toString();
  }
}
