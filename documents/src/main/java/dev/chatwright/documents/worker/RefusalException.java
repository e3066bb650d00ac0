package dev.chatwright.documents.worker;

import dev.chatwright.documents.Reason;
import dev.chatwright.documents.Refused;

/** Ends a job with a refusal. */
final class RefusalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String sentence;

  RefusalException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
    this.sentence = sentence;
  }

  Refused refused() {
    return new Refused(reason, sentence);
  }
}
