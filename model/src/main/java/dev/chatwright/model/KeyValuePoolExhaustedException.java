package dev.chatwright.model;

/** All memory for keys and values is held by sequences; some must be closed first. */
public final class KeyValuePoolExhaustedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  KeyValuePoolExhaustedException(long bytesInUse, long blockBytes, long limitBytes) {
    super(
        "key-value cache is full: %d bytes in use, %d more wanted, %d allowed"
            .formatted(bytesInUse, blockBytes, limitBytes));
  }
}
