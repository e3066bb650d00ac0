package dev.chatwright.server.vault;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * How sets of keys change: a new one comes in front, old ones leave once nothing is sealed with
 * them.
 */
final class KeySets {
  private static final int PREFIX_BYTES = 5;
  private static final byte PREFIX_KIND = 1;

  private KeySets() {}

  static KeysetHandle make() throws GeneralSecurityException {
    return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
  }

  static KeysetHandle withNewKey(KeysetHandle keys) throws GeneralSecurityException {
    return KeysetHandle.newBuilder(keys)
        .setConfiguration(AeadConfig2026.get())
        .addEntry(
            KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                .withRandomId()
                .makePrimary())
        .build();
  }

  static KeysetHandle onlyPrimary(KeysetHandle keys) throws GeneralSecurityException {
    KeysetHandle.Builder rest =
        KeysetHandle.newBuilder(keys).setConfiguration(AeadConfig2026.get());
    for (int i = rest.size() - 1; i >= 0; i--) {
      if (!rest.getAt(i).isPrimary()) {
        rest.deleteAt(i);
      }
    }
    return rest.build();
  }

  /**
   * Returns a secret for one use, 32 bytes, made of the key in front and lost with it.
   *
   * @param use its name; secrets of two uses tell nothing of each other
   */
  @AccessesPartialKey
  static SecretKey derive(KeysetHandle keys, String use) {
    if (!(keys.getPrimary().getKey() instanceof AesGcmKey key)) {
      throw new IllegalStateException("a key must be one of AES-GCM");
    }
    byte[] bytes = key.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      return new SecretKeySpec(mac.doFinal(use.getBytes(StandardCharsets.UTF_8)), "HmacSHA256");
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this Java machine has no HmacSHA256", impossible);
    }
  }

  /**
   * Returns whether a text was sealed with the key in front, which Tink writes into the first
   * bytes.
   */
  static boolean isSealedWithPrimary(byte[] sealed, KeysetHandle keys) {
    return sealed.length > PREFIX_BYTES
        && sealed[0] == PREFIX_KIND
        && ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt() == keys.getPrimary().getId();
  }
}
