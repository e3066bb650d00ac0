package dev.chatwright.inference;

/** Which requests go first. The order of the constants is theirs. */
public enum Priority {
  /** Somebody waits for the reply. */
  INTERACTIVE,
  /** Nobody looks on: titles, evaluations, batches. Makes way for the others. */
  JOB
}
