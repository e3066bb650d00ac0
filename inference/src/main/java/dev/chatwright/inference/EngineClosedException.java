package dev.chatwright.inference;

/** A request to a model that has been closed. */
public final class EngineClosedException extends GenerationException {
  private static final long serialVersionUID = 1;

  /** Creates the exception. */
  public EngineClosedException(String model) {
    super("model \"%s\" has been closed".formatted(model));
  }
}
