package dev.chatwright.server.security;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by which keys are compared. */
final class Sha256 {
  private Sha256() {}

  static byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
