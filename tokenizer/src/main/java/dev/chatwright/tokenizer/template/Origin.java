package dev.chatwright.tokenizer.template;

/** Who wrote a stretch of text: an index of a message, or one of the two constants below. */
final class Origin {
  /** The template, or a control token of the model. */
  static final int TEMPLATE = -2;

  /** Someone outside, but no single message. */
  static final int OUTSIDE = -1;

  private Origin() {}

  /** Returns the origin of something made from both: no more trusted than either. */
  static int merge(int a, int b) {
    if (a == b || b == TEMPLATE) {
      return a;
    }
    return a == TEMPLATE ? b : OUTSIDE;
  }
}
