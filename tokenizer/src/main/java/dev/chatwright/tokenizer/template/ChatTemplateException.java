package dev.chatwright.tokenizer.template;

/** Says why a chat template cannot be read, or cannot render a conversation. */
public final class ChatTemplateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;
  private final int line;

  ChatTemplateException(Reason reason, int line, String explanation) {
    super("chat template, line %d: %s".formatted(line, explanation));
    this.reason = reason;
    this.line = line;
  }

  /** Returns the kind of failure. */
  public Reason reason() {
    return reason;
  }

  /** Returns the line of the template, from 1. */
  public int line() {
    return line;
  }

  /** Kinds of failure. */
  public enum Reason {
    /** The source is not a template this interpreter reads. */
    SYNTAX,
    /** An operation does not fit its values, or is not allowed. */
    EVALUATION,
    /** The template itself refused the conversation with {@code raise_exception}. */
    REFUSED,
    /** A bound of {@link TemplateLimits} was reached. */
    LIMIT
  }
}
