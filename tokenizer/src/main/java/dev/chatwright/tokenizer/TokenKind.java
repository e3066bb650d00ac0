package dev.chatwright.tokenizer;

/** What a token stands for, numbered as GGUF files number it from one. */
public enum TokenKind {
  /** A piece of text. */
  NORMAL(1),
  /** The stand-in for text that the vocabulary cannot spell. */
  UNKNOWN(2),
  /** A mark of the model's protocol, such as the end of a turn; never made from a person's text. */
  CONTROL(3),
  /** Text that is always kept in one token, wherever it appears. */
  USER_DEFINED(4),
  /** A reserved place. */
  UNUSED(5),
  /** A single byte, for text that has no other token. */
  BYTE(6);

  private static final TokenKind[] KINDS = values();

  private final int number;

  TokenKind(int number) {
    this.number = number;
  }

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

  /** Returns the number that GGUF files give the kind. */
  public int toGguf() {
    return number;
  }

  /** Returns whether a person's text may become such a token. */
  boolean spellsText() {
    return this == NORMAL || this == USER_DEFINED;
  }
}
