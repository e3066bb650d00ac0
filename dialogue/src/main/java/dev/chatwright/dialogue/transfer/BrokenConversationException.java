package dev.chatwright.dialogue.transfer;

/** One conversation that cannot be read; becomes an {@link ImportResult.Broken}. */
final class BrokenConversationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenConversationException(String reason) {
    super(reason);
  }
}
