package dev.chatwright.tokenizer;

/** What a token stands for, numbered as GGUF files number it from one. */
public enum TokenKind {
  /** A piece of text. */
  NORMAL,
  /** The stand-in for text that the vocabulary cannot spell. */
  UNKNOWN,
  /** A mark of the model's protocol, such as the end of a turn; never made from a person's text. */
  CONTROL,
  /** Text that is always kept in one token, wherever it appears. */
  USER_DEFINED,
  /** A reserved place. */
  UNUSED,
  /** A single byte, for text that has no other token. */
  BYTE;

  private static final TokenKind[] KINDS = values();

  /**
   * Returns the kind with a number of the GGUF format.
   *
   * @param number one to six
   * @throws TokenizerException when there is no such kind
   */
  public static TokenKind ofGguf(int number) {
    if (number < 1 || number > KINDS.length) {
      throw new TokenizerException(
          "token type %d, expected 1 to %d".formatted(number, KINDS.length));
    }
    return KINDS[number - 1];
  }

  /** Returns whether a person's text may become such a token. */
  boolean spellsText() {
    return this == NORMAL || this == USER_DEFINED;
  }
}
