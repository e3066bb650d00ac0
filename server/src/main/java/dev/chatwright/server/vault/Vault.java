package dev.chatwright.server.vault;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.chatwright.server.store.Database;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Seals and opens texts with the key of the person whose they are (AES-256-GCM).
 *
 * <p>Safe for use by several threads.
 */
public final class Vault {
  private static final Logger LOG = LoggerFactory.getLogger(Vault.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(it -> it.withValueInclusion(Include.NON_ABSENT))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Database database;
  private final InstantSource clock;
  private final Map<String, PersonKey> keys = new ConcurrentHashMap<>();
  private volatile MasterKey master;

  /** Creates the vault over the keys in a database. */
  public Vault(Database database, MasterKey master, InstantSource clock) {
    this.database = database;
    this.master = master;
    this.clock = clock;
  }

  /** Returns whether a database holds anything that a master key has sealed. */
  public static boolean isInUse(Database database) {
    return database.read(
        sql ->
            sql.sql("select 1 from person_key limit 1")
                .query(Integer.class)
                .optional()
                .isPresent());
  }

  /** Makes the key of a new person, in the transaction that makes the person. */
  public void makeKey(JdbcClient sql, String personId) {
    sql.sql("insert into person_key (person_id, keyset, created_at) values (?, ?, ?)")
        .params(personId, PersonKey.make().seal(personId, master), clock.millis())
        .update();
  }

  /** Returns a text sealed for its place. */
  public byte[] seal(Place place, String text) {
    return seal(place, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns bytes sealed for their place. */
  public byte[] seal(Place place, byte[] content) {
    try {
      return key(place.personId()).aead().encrypt(content, place.associatedData());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a text cannot be sealed", impossible);
    }
  }

  /**
   * Returns the text that was sealed for this place.
   *
   * @throws VaultException if it was not sealed for it, or was changed
   */
  public String open(Place place, byte[] sealed, Purpose purpose) {
    return new String(openBytes(place, sealed, purpose), StandardCharsets.UTF_8);
  }

  /** Returns the text of a column that may be empty, or the empty text. */
  public String openOrEmpty(Place place, byte @Nullable [] sealed, Purpose purpose) {
    return sealed == null ? "" : open(place, sealed, purpose);
  }

  /**
   * Returns the bytes that were sealed for this place.
   *
   * @param purpose why they are read
   * @throws VaultException if they were not sealed for it, or were changed
   */
  public byte[] openBytes(Place place, byte[] sealed, Purpose purpose) {
    try {
      return key(place.personId()).aead().decrypt(sealed, place.associatedData());
    } catch (GeneralSecurityException broken) {
      throw new VaultException(
          "%s.%s of row %s does not open (to %s)"
              .formatted(place.column().table(), place.column().column(), place.row(), purpose),
          broken);
    }
  }

  /** Returns a value sealed as JSON. */
  public byte[] sealJson(Place place, Object value) {
    return seal(place, JSON.writeValueAsBytes(value));
  }

  /**
   * Returns the value that was sealed as JSON. Fields that this version does not know are skipped.
   *
   * @throws VaultException if it does not open
   */
  public <T> T openJson(Place place, byte[] sealed, Class<T> type, Purpose purpose) {
    return JSON.readValue(openBytes(place, sealed, purpose), type);
  }

  /**
   * Returns the text of a column that may be empty; empty also when it does not open, which the log
   * is told: one damaged row must not take a whole list with it.
   */
  public String openIfSound(Place place, byte @Nullable [] sealed, Purpose purpose) {
    try {
      return openOrEmpty(place, sealed, purpose);
    } catch (VaultException damaged) {
      LOG.warn("left out: {}", damaged.getMessage());
      return "";
    }
  }

  /** Returns the value that was sealed as JSON; none when it does not open, as the log is told. */
  public <T> Optional<T> openJsonIfSound(
      Place place, byte[] sealed, Class<T> type, Purpose purpose) {
    try {
      return Optional.of(openJson(place, sealed, type, purpose));
    } catch (VaultException damaged) {
      LOG.warn("left out: {}", damaged.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Returns a secret for one use that is not the database's: 32 bytes, the same at every start, and
   * lost when the keys are rotated.
   */
  public SecretKey secret(String use) {
    return master.derive(use);
  }

  /**
   * Returns the same of a person, which is lost with the person as well; empty if there is none.
   */
  public Optional<SecretKey> secret(String use, String personId) {
    return keys.containsKey(personId) || hasKey(personId)
        ? Optional.of(KeySets.derive(key(personId).keys(), use))
        : Optional.empty();
  }

  private boolean hasKey(String personId) {
    return database.readApart(
        sql ->
            sql.sql("select 1 from person_key where person_id = ?")
                .param(personId)
                .query(Integer.class)
                .optional()
                .isPresent());
  }

  /** Forgets the key of a person, which is read again when it is needed. */
  public void forget(String personId) {
    keys.remove(personId);
  }

  PersonKey key(String personId) {
    PersonKey known = keys.get(personId);
    return known != null ? known : keys.computeIfAbsent(personId, this::loadKey);
  }

  private PersonKey loadKey(String personId) {
    byte[] sealed =
        database.readApart( // a row that is being read may ask for it
            sql ->
                sql.sql("select keyset from person_key where person_id = ?")
                    .param(personId)
                    .query((row, _) -> row.getBytes(1))
                    .single());
    return PersonKey.open(sealed, personId, master);
  }

  MasterKey master() {
    return master;
  }

  void useMaster(MasterKey changed) {
    master = changed;
  }

  /**
   * Stores a changed key of a person, sealed with the present master key, and uses it from then on.
   */
  void replaceKey(String personId, PersonKey changed) {
    byte[] sealed = changed.seal(personId, master);
    database.write(
        sql ->
            sql.sql("update person_key set keyset = ? where person_id = ?")
                .params(sealed, personId)
                .update());
    keys.put(personId, changed);
  }
}
