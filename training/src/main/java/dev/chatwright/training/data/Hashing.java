package dev.chatwright.training.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Hashes that stay the same from version to version: splits and manifests stand on them. */
final class Hashing {
  private static final int CHUNK = 1 << 16;

  private Hashing() {}

  /** Returns a new SHA-256. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Returns the SHA-256 of a file in hexadecimal. */
  static String ofFile(Path file) throws IOException {
    return ofFile(file, _ -> {});
  }

  /** Returns the SHA-256 of a file in hexadecimal; {@code progress} is told the bytes read. */
  static String ofFile(Path file, LongConsumer progress) throws IOException {
    long done = 0;
    MessageDigest digest = sha256();
    byte[] chunk = new byte[CHUNK];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int got = stream.read(chunk); got >= 0; got = stream.read(chunk)) {
        digest.update(chunk, 0, got);
        done += got;
        progress.accept(done);
      }
    }
    return hex(digest);
  }

  /**
   * Returns 64 bits of the SHA-256 of a text, where case, runs of white space and ways to compose
   * letters make no difference.
   */
  static long ofNormalText(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    StringBuilder normal = new StringBuilder(composed.length());
    composed
        .codePoints()
        .forEach(
            c -> {
              if (!Character.isWhitespace(c)) {
                normal.appendCodePoint(Character.toLowerCase(c));
              } else if (!normal.isEmpty() && normal.charAt(normal.length() - 1) != ' ') {
                normal.append(' ');
              }
            });
    byte[] bytes = normal.toString().stripTrailing().getBytes(UTF_8);
    return ByteBuffer.wrap(sha256().digest(bytes)).getLong();
  }

  /** Spreads 64 bits (the finaliser of SplitMix64, Steele et al., 2014). */
  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
