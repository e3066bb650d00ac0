package dev.chatwright.inference;

/** A prompt that leaves no room in the context for a reply. */
public final class PromptTooLongException extends GenerationException {
  private static final long serialVersionUID = 1;
  private final int promptTokens;
  private final int contextLength;

  /**
   * Creates the exception.
   *
   * @param promptTokens the tokens of the prompt
   * @param contextLength the most positions a conversation may take
   */
  public PromptTooLongException(int promptTokens, int contextLength) {
    super(
        "the prompt takes %d tokens, which does not fit into the context of %d"
            .formatted(promptTokens, contextLength));
    this.promptTokens = promptTokens;
    this.contextLength = contextLength;
  }

  /** Returns the tokens of the prompt. */
  public int promptTokens() {
    return promptTokens;
  }

  /** Returns the most positions a conversation may take. */
  public int contextLength() {
    return contextLength;
  }
}
