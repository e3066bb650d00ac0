package dev.chatwright.inference.spill;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names blocks and seals them with one secret: AES-256-GCM, whose tag is the checksum, too.
 *
 * <p>A sealed block is four letters, a nonce of 12 bytes, what it is of and its content encrypted,
 * and a tag of 16. It is bound to its name. Immutable; safe for use by several threads.
 */
final class BlockSeal {
  private static final byte[] FORM = "CWB1".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int HEAD_BYTES = FORM.length + NONCE_BYTES;
  private static final int WARM_UPS = 6000;
  private static final int WARM_UP_BYTES = 1024;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKey naming;
  private final SecretKey sealing;

  BlockSeal(SecretKey secret) {
    // A key for each use, so that nothing learnt of one helps with the other.
    this.naming = new SecretKeySpec(mac(secret, bytes("names of blocks")), "HmacSHA256");
    this.sealing = new SecretKeySpec(mac(secret, bytes("contents of blocks")), "AES");
  }

  /**
   * Seals and opens many short texts, after which Java has compiled the code: a block takes 5 ms
   * then, and 60 before.
   *
   * @param mayGoOn asked before each
   */
  static void warmUp(BooleanSupplier mayGoOn) {
    BlockSeal seal =
        new BlockSeal(new SecretKeySpec(RANDOM.generateSeed(BlockSecrets.BYTES), "HmacSHA256"));
    byte[] about = new byte[64];
    byte[] content = new byte[WARM_UP_BYTES];
    for (int i = 0; i < WARM_UPS && mayGoOn.getAsBoolean(); i++) {
      try {
        seal.open("", about, seal.seal("", about, content));
      } catch (BlockRefusedException impossible) {
        throw new IllegalStateException("what was sealed does not open", impossible);
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] mac(SecretKey key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this Java machine has no HmacSHA256", impossible);
    }
  }

  /**
   * Returns the name of a block, which tells nobody without the secret what it is of.
   *
   * @param before the name of the block before it, or what the first one is of
   * @param salt whose block it is: several may have one secret
   */
  byte[] name(byte[] before, String salt, int[] tokens) {
    byte[] whose = bytes(salt);
    ByteBuffer written =
        ByteBuffer.allocate(Integer.BYTES + whose.length + tokens.length * Integer.BYTES);
    written.putInt(whose.length).put(whose).asIntBuffer().put(tokens);
    return mac(naming, before, written.array());
  }

  /** Returns how long a sealed block is. */
  static int sealedBytes(int about, int content) {
    return HEAD_BYTES + about + content + TAG_BYTES;
  }

  /**
   * Returns a block sealed.
   *
   * @param about what it is of
   */
  byte[] seal(String name, byte[] about, byte[] content) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] sealed = new byte[sealedBytes(about.length, content.length)];
    System.arraycopy(FORM, 0, sealed, 0, FORM.length);
    System.arraycopy(nonce, 0, sealed, FORM.length, NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, name, nonce);
      int done = cipher.update(about, 0, about.length, sealed, HEAD_BYTES);
      cipher.doFinal(content, 0, content.length, sealed, HEAD_BYTES + done);
      return sealed;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a block cannot be sealed", impossible);
    }
  }

  private Cipher cipher(int mode, String name, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, sealing, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    cipher.updateAAD(FORM);
    cipher.updateAAD(bytes(name));
    return cipher;
  }

  /**
   * Returns the content of a sealed block.
   *
   * @param about what it must be of
   * @throws BlockRefusedException if it was sealed with another secret, changed, given another
   *     name, or is of something else
   */
  MemorySegment open(String name, byte[] about, byte[] sealed) throws BlockRefusedException {
    if (sealed.length < sealedBytes(about.length, 0)
        || !Arrays.equals(sealed, 0, FORM.length, FORM, 0, FORM.length)) {
      throw new BlockRefusedException("it is no sealed block");
    }
    byte[] nonce = Arrays.copyOfRange(sealed, FORM.length, HEAD_BYTES);
    byte[] plain;
    try {
      plain =
          cipher(Cipher.DECRYPT_MODE, name, nonce)
              .doFinal(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES);
    } catch (AEADBadTagException changed) {
      throw new BlockRefusedException("it was changed, or sealed with another key", changed);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a block cannot be opened", impossible);
    }
    if (!Arrays.equals(plain, 0, about.length, about, 0, about.length)) {
      throw new BlockRefusedException("it is of other tokens");
    }
    return MemorySegment.ofArray(plain).asSlice(about.length);
  }
}
