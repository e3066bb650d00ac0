package dev.chatwright.tokenizer;

import java.util.List;

/** A prompt as tokens, and which of them came from which message. Immutable. */
public final class TokenizedPrompt {
  private final int[] tokens;
  private final List<MessageSpan> spans;

  /**
   * Creates a tokenized prompt.
   *
   * @param tokens the ids; copied
   * @param spans the tokens of each stretch of a message, in order
   */
  public TokenizedPrompt(int[] tokens, List<MessageSpan> spans) {
    this.tokens = tokens.clone();
    this.spans = List.copyOf(spans);
  }

  /** Returns a copy of the ids. */
  public int[] tokens() {
    return tokens.clone();
  }

  /** Returns the number of tokens. */
  public int length() {
    return tokens.length;
  }

  /** Returns the tokens of each stretch of a message, in order. */
  public List<MessageSpan> spans() {
    return spans;
  }
}
