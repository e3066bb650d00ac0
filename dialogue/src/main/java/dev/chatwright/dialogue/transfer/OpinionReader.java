package dev.chatwright.dialogue.transfer;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads what a person said of a reply in our own export. Immutable. */
final class OpinionReader {
  private static final Set<String> THUMBS = Set.of("up", "down");

  private OpinionReader() {}

  /** Returns the opinion, or empty where nothing of it can be read. */
  static Optional<Opinion> read(JsonNode feedback, String reply) {
    Opinion opinion =
        new Opinion(
            JsonValue.text(feedback, "thumb").filter(THUMBS::contains),
            feedback
                .path("reasons")
                .valueStream()
                .flatMap(reason -> reason.stringValueOpt().stream())
                .toList(),
            JsonValue.text(feedback, "text"),
            JsonValue.text(feedback, "correction"),
            highlight(feedback.path("highlight"), reply),
            JsonValue.millis(feedback.path("changed_at")).orElse(0));
    return Optional.of(opinion).filter(Opinion::saysSomething);
  }

  /** A part that the reply does not have is left out. */
  private static Optional<Opinion.Highlight> highlight(JsonNode span, String reply) {
    int start = span.path("start").intValue(-1);
    int end = span.path("end").intValue(-1);
    return start >= 0 && start < end && end <= reply.length()
        ? Optional.of(new Opinion.Highlight(start, end))
        : Optional.empty();
  }
}
