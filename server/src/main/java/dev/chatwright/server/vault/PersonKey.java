package dev.chatwright.server.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * The key of one person, in the open. It is stored sealed with the master key.
 *
 * <p>Immutable.
 *
 * @param keys the set of keys; more than one while texts move to a new one
 * @param aead what seals with the one in front and opens with all
 */
record PersonKey(KeysetHandle keys, Aead aead) {

  static PersonKey of(KeysetHandle keys) throws GeneralSecurityException {
    return new PersonKey(keys, keys.getPrimitive(AeadConfig2026.get(), Aead.class));
  }

  static PersonKey make() {
    try {
      return of(KeySets.make());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a key cannot be made", impossible);
    }
  }

  static PersonKey open(byte[] sealed, String personId, MasterKey master) {
    try {
      return of(
          TinkProtoKeysetFormat.parseEncryptedKeyset(
              sealed, master.aead(), place(personId), AeadConfig2026.get()));
    } catch (GeneralSecurityException broken) {
      throw new VaultException(
          "the key of person " + personId + " does not open with this master key", broken);
    }
  }

  byte[] seal(String personId, MasterKey master) {
    try {
      return TinkProtoKeysetFormat.serializeEncryptedKeyset(
          keys, master.aead(), place(personId), AeadConfig2026.get());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a key cannot be sealed", impossible);
    }
  }

  private static byte[] place(String personId) {
    return ("person_key\nkeyset\n" + personId).getBytes(StandardCharsets.UTF_8);
  }

  PersonKey renewed() throws GeneralSecurityException {
    return of(KeySets.withNewKey(keys));
  }

  PersonKey withoutOld() throws GeneralSecurityException {
    return of(KeySets.onlyPrimary(keys));
  }

  boolean hasOld() {
    return keys.size() > 1;
  }
}
