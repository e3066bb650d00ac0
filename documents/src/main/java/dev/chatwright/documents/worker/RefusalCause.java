package dev.chatwright.documents.worker;

import dev.chatwright.documents.Reason;
import org.apache.tika.exception.EncryptedDocumentException;

/** Finds why a parser gave up in what it threw. */
final class RefusalCause {
  private static final int DEEPEST = 20;

  private RefusalCause() {}

  static RefusalException of(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < DEEPEST; i++) {
      if (cause instanceof RefusalException refusal) {
        return refusal;
      }
      if (cause instanceof EncryptedDocumentException) {
        return new RefusalException(
            Reason.ENCRYPTED, "The document is protected by a password. Save it without one.");
      }
      cause = cause.getCause();
    }
    return new RefusalException(Reason.BROKEN, "The document is damaged and could not be read.");
  }
}
