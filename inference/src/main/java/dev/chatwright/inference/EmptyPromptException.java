package dev.chatwright.inference;

/** A prompt of no tokens, from which nothing can follow. */
public final class EmptyPromptException extends GenerationException {
  private static final long serialVersionUID = 1;

  /** Creates the exception. */
  public EmptyPromptException() {
    super("the prompt must have at least one token, got none");
  }
}
