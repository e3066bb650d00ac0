package dev.chatwright.server.vault;

/** A sealed text does not open: it was changed, moved, or sealed with another key. */
public final class VaultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  VaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
