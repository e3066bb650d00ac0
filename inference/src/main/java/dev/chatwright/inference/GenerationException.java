package dev.chatwright.inference;

/** A request that the engine refuses, before anything is queued. */
public abstract sealed class GenerationException extends RuntimeException
    permits EmptyPromptException,
        EngineBusyException,
        EngineClosedException,
        PromptTooLongException,
        UnknownAdapterException {
  private static final long serialVersionUID = 1;

  GenerationException(String message) {
    super(message);
  }
}
