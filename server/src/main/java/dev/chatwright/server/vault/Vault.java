package dev.chatwright.server.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.chatwright.server.store.Database;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Seals and opens texts with the key of the person whose they are (AES-256-GCM).
 *
 * <p>Safe for use by several threads.
 */
public final class Vault {
  private final Database database;
  private final MasterKey master;
  private final InstantSource clock;
  private final Map<String, Aead> keys = new ConcurrentHashMap<>();

  /** Creates the vault over the keys in a database. */
  public Vault(Database database, MasterKey master, InstantSource clock) {
    this.database = database;
    this.master = master;
    this.clock = clock;
  }

  /** Makes the key of a new person, in the transaction that makes the person. */
  public void makeKey(JdbcClient sql, String personId) {
    try {
      KeysetHandle key =
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
      sql.sql("insert into person_key (person_id, keyset, created_at) values (?, ?, ?)")
          .params(personId, sealKey(key, personId), clock.millis())
          .update();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a key cannot be made", impossible);
    }
  }

  private byte[] sealKey(KeysetHandle key, String personId) throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeEncryptedKeyset(
        key, master.aead(), keyPlace(personId), AeadConfig2026.get());
  }

  private static byte[] keyPlace(String personId) {
    return ("person_key\nkeyset\n" + personId).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a text sealed for its place. */
  public byte[] seal(Place place, String text) {
    return seal(place, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns bytes sealed for their place. */
  public byte[] seal(Place place, byte[] content) {
    try {
      return key(place.personId()).encrypt(content, place.associatedData());
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
      return key(place.personId()).decrypt(sealed, place.associatedData());
    } catch (GeneralSecurityException broken) {
      throw new VaultException(
          "%s.%s of row %s does not open (to %s)"
              .formatted(place.column().table(), place.column().column(), place.row(), purpose),
          broken);
    }
  }

  private Aead key(String personId) {
    Aead known = keys.get(personId);
    return known != null ? known : keys.computeIfAbsent(personId, this::loadKey);
  }

  private Aead loadKey(String personId) {
    byte[] sealed =
        database.read(
            sql ->
                sql.sql("select keyset from person_key where person_id = ?")
                    .param(personId)
                    .query((row, _) -> row.getBytes(1))
                    .single());
    try {
      return TinkProtoKeysetFormat.parseEncryptedKeyset(
              sealed, master.aead(), keyPlace(personId), AeadConfig2026.get())
          .getPrimitive(AeadConfig2026.get(), Aead.class);
    } catch (GeneralSecurityException broken) {
      throw new VaultException(
          "the key of person " + personId + " does not open with this master key", broken);
    }
  }
}
