package dev.chatwright.server.store;

import java.util.Locale;

/** The store could not be read or written; nothing of the failed transaction was kept. */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** What is wrong with the store. */
  public enum Kind {
    /** There is no room left on the disk. */
    DISK_FULL,
    /** The file or disk may not be written. */
    READ_ONLY,
    /** The file is damaged. */
    DAMAGED,
    /** It is being closed. */
    CLOSED,
    /** More waits to be written than it can hold. */
    BUSY,
    /** The database server cannot be reached. */
    UNREACHABLE,
    /** Anything else; the cause says more. */
    OTHER
  }

  /** Creates the exception. */
  public StorageException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  StorageException(Kind kind) {
    this(kind, describe(kind));
  }

  private StorageException(Kind kind, Throwable cause) {
    super(describe(kind), cause);
    this.kind = kind;
  }

  /** Returns what is wrong. */
  public Kind kind() {
    return kind;
  }

  /** Returns the exception that tells what a driver's failure means. */
  public static StorageException of(Throwable failure) {
    return new StorageException(kindOf(failure), failure);
  }

  private static Kind kindOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (said.contains("sqlite_full")
          || said.contains("no space left")
          || said.contains("disk full")) {
        return Kind.DISK_FULL;
      }
      if (said.contains("sqlite_readonly")
          || said.contains("read-only transaction")
          || said.contains("readonly database")) {
        return Kind.READ_ONLY;
      }
      if (said.contains("sqlite_corrupt")
          || said.contains("sqlite_notadb")
          || said.contains("malformed")) {
        return Kind.DAMAGED;
      }
      if (said.contains("connection refused") || said.contains("connection is not available")) {
        return Kind.UNREACHABLE;
      }
    }
    return Kind.OTHER;
  }

  private static String describe(Kind kind) {
    return switch (kind) {
      case DISK_FULL -> "the disk is full; nothing was stored";
      case READ_ONLY -> "the database may not be written; nothing was stored";
      case DAMAGED -> "the database is damaged; restore a backup with: chatwright data restore";
      case CLOSED -> "the server is stopping; nothing was stored";
      case BUSY -> "the store is far behind; nothing was stored";
      case UNREACHABLE -> "the database cannot be reached; nothing was stored";
      case OTHER -> "the database failed; nothing was stored";
    };
  }
}
