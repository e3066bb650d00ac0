package dev.chatwright.server.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.chatwright.server.store.DiskSync;
import dev.chatwright.server.store.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKey;

/**
 * The key that seals the keys of persons: a Tink key set in a file that only the owner may read,
 * outside the database and never in its backup.
 *
 * <p>Immutable.
 */
public final class MasterKey {
  private static final String NAME = "master.json";
  private static final int MAX_BYTES = 1 << 20;

  private final KeysetHandle keys;
  private final Aead aead;

  private MasterKey(KeysetHandle keys) throws GeneralSecurityException {
    this.keys = keys;
    this.aead = keys.getPrimitive(AeadConfig2026.get(), Aead.class);
  }

  /**
   * Reads the key of a folder, making one when there is none.
   *
   * @param needed whether something is sealed with it already, so that a new one would be of no use
   * @throws IOException if it cannot be read or made
   */
  public static MasterKey in(Path folder, boolean needed) throws IOException {
    Path file = folder.resolve(NAME);
    try {
      if (Files.exists(file)) {
        return read(file);
      }
      if (needed) {
        throw new IOException(
            "the key to the database is missing: put the folder %s back from where you keep it; without it nothing opens"
                .formatted(folder));
      }
      return make(file);
    } catch (GeneralSecurityException broken) {
      throw new IOException("the master key " + file + " is damaged", broken);
    }
  }

  private static MasterKey read(Path file) throws IOException, GeneralSecurityException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is no master key: it is larger than " + MAX_BYTES + " bytes");
    }
    String json = Files.readString(file);
    return new MasterKey(
        TinkJsonProtoKeysetFormat.parseKeyset(
            json, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
  }

  private static MasterKey make(Path file) throws IOException, GeneralSecurityException {
    KeysetHandle keys =
        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
    MasterKey made = new MasterKey(keys);
    made.writeTo(file);
    return made;
  }

  /** Writes the key so that a crash leaves the old file or the new one, never half of either. */
  private void writeTo(Path file) throws IOException, GeneralSecurityException {
    Path folder = file.resolveSibling("").toAbsolutePath();
    Files.createDirectories(folder);
    OwnerOnly.folder(folder);
    Path fresh = file.resolveSibling(NAME + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh);
    OwnerOnly.file(fresh);
    Files.writeString(fresh, json());
    DiskSync.file(fresh);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    DiskSync.folder(folder); // the name must be on disk before anything is sealed with the key
  }

  private String json() throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeyset(
        keys, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
  }

  /**
   * Returns this key with a new one in front, which seals from now on; the old one still opens.
   *
   * @throws IOException if it cannot be written to the folder
   */
  MasterKey renewed(Path folder) throws IOException {
    try {
      return rewritten(KeySets.withNewKey(keys), folder);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a key cannot be made", impossible);
    }
  }

  /**
   * Returns this key without those that seal no longer.
   *
   * @throws IOException if it cannot be written to the folder
   */
  MasterKey withoutOld(Path folder) throws IOException {
    try {
      return rewritten(KeySets.onlyPrimary(keys), folder);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a key cannot be dropped", impossible);
    }
  }

  /** Returns whether it holds keys that seal no longer, as it does while keys are rotated. */
  boolean hasOld() {
    return keys.size() > 1;
  }

  private static MasterKey rewritten(KeysetHandle keys, Path folder)
      throws IOException, GeneralSecurityException {
    MasterKey changed = new MasterKey(keys);
    changed.writeTo(folder.resolve(NAME));
    return changed;
  }

  /** Returns a secret for one use, made of this key and lost with it. */
  SecretKey derive(String use) {
    return KeySets.derive(keys, use);
  }

  /** Returns what seals and opens the keys of persons. */
  Aead aead() {
    return aead;
  }
}
