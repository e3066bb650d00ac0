package dev.chatwright.server.transfer;

import dev.chatwright.dialogue.transfer.Opinion;
import dev.chatwright.server.feedback.Feedback;
import dev.chatwright.server.feedback.Feedbacks;

/**
 * What people say of replies, as it leaves the store and as it comes into it.
 *
 * <p>Immutable.
 */
final class Opinions {
  private Opinions() {}

  static Opinion leaving(Feedbacks.Given given) {
    Feedback feedback = given.feedback();
    return new Opinion(
        feedback.thumb(),
        feedback.reasons(),
        feedback.text(),
        feedback.correction(),
        feedback.highlight().map(span -> new Opinion.Highlight(span.start(), span.end())),
        given.changedAt());
  }

  static Feedbacks.Given coming(Opinion opinion) {
    Feedback feedback =
        new Feedback(
            opinion.thumb(),
            opinion.reasons(),
            opinion.text(),
            opinion.correction(),
            opinion.highlight().map(part -> new Feedback.Span(part.start(), part.end())));
    return new Feedbacks.Given(feedback, opinion.changedAtMillis());
  }
}
