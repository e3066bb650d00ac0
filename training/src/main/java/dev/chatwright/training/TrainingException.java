package dev.chatwright.training;

/** A run that cannot go on; the message says at which step and why. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates the exception. */
  public TrainingException(String message) {
    super(message);
  }
}
