package dev.chatwright.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A random text of 256 bits that opens something. Only its hash is stored: nobody can guess such a
 * text, so a plain hash tells as little as a slow one.
 */
public final class Secret {
  /** The most letters that are hashed of what somebody sends as a secret. */
  private static final int MAX_LETTERS = 1000;

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secret() {}

  /** Returns a new one. */
  public static String make() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns the hash by which a secret is stored and found. */
  public static String hash(String secret) {
    String kept = secret.length() > MAX_LETTERS ? "" : secret;
    return HexFormat.of().formatHex(Sha256.of(kept.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns whether two hashes are the same, in a time that does not tell where they differ. */
  public static boolean sameHash(String left, String right) {
    return MessageDigest.isEqual(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
