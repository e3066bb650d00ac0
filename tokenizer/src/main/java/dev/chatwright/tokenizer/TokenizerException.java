package dev.chatwright.tokenizer;

import java.io.Serial;

/** A tokenizer description that is broken or uses something unknown; says where and what. */
public final class TokenizerException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what was found, where, and what is allowed
   */
  public TokenizerException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what was found, where, and what is allowed
   * @param cause what went wrong underneath
   */
  public TokenizerException(String message, Throwable cause) {
    super(message, cause);
  }
}
