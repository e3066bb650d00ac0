package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.ChatTemplateException.Reason;

/** A failure whose place is not known yet: the node being evaluated adds its line. */
final class TemplateFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  TemplateFailure(Reason reason, String explanation) {
    // The place in the template matters, not the place in the interpreter: no stack trace.
    super(explanation, null, false, false);
    this.reason = reason;
  }

  static TemplateFailure evaluation(String explanation) {
    return new TemplateFailure(Reason.EVALUATION, explanation);
  }

  static TemplateFailure limit(String explanation) {
    return new TemplateFailure(Reason.LIMIT, explanation);
  }

  ChatTemplateException at(int line) {
    return new ChatTemplateException(reason, line, String.valueOf(getMessage()));
  }
}
