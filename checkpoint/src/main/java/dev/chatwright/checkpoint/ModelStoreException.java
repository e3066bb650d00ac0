package dev.chatwright.checkpoint;

import java.io.IOException;

/**
 * A model that cannot be fetched, stored, found or removed, with what to do about it. Immutable.
 */
public final class ModelStoreException extends IOException {
  private static final long serialVersionUID = 1;

  /** Creates the exception with a message for people. */
  public ModelStoreException(String message) {
    super(message);
  }

  /** Creates the exception with a message for people and what led to it. */
  public ModelStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
