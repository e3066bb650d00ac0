package dev.chatwright.server.feedback;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.http.Quote;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a person says of a reply.
 *
 * <p>Immutable.
 *
 * @param thumb {@code up} or {@code down}
 * @param reasons why
 * @param text in the person's own words
 * @param correction what the reply should have been
 * @param highlight the part that is meant
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Feedback(
    Optional<String> thumb,
    List<String> reasons,
    Optional<String> text,
    Optional<String> correction,
    Optional<Span> highlight) {
  private static final Set<String> FIELDS =
      Set.of("thumb", "reasons", "text", "correction", "highlight");
  private static final Set<String> THUMBS = Set.of("up", "down");

  /** Copies the reasons. */
  public Feedback {
    reasons = List.copyOf(reasons);
  }

  /**
   * A part of a text.
   *
   * @param start its first UTF-16 unit
   * @param end the unit after its last
   */
  public record Span(int start, int end) {}

  static Feedback parse(JsonFields fields, FeedbackReasons known, int replyLength) {
    fields.allowOnly(FIELDS);
    Feedback feedback =
        new Feedback(
            fields.text("thumb", 10),
            fields.texts("reasons", 20, 100),
            fields.text("text", 10_000),
            fields.text("correction", 200_000),
            fields.object("highlight").map(span -> span(span, replyLength)));
    feedback.thumb.ifPresent(Feedback::requireThumb);
    feedback.reasons.forEach(reason -> requireKnown(reason, known));
    if (feedback.isEmpty()) {
      throw ApiException.badRequest("empty_feedback", "the feedback says nothing");
    }
    return feedback;
  }

  private boolean isEmpty() {
    return thumb.isEmpty()
        && reasons.isEmpty()
        && text.isEmpty()
        && correction.isEmpty()
        && highlight.isEmpty();
  }

  private static Span span(JsonFields fields, int replyLength) {
    fields.allowOnly(Set.of("start", "end"));
    fields.require("start");
    fields.require("end");
    int start = fields.integer("start", 0, replyLength).orElseThrow();
    int end = fields.integer("end", 0, replyLength).orElseThrow();
    if (end <= start) {
      throw ApiException.badField(
          "highlight.end", "'highlight.end' must be above %d, got %d".formatted(start, end));
    }
    return new Span(start, end);
  }

  private static void requireThumb(String thumb) {
    if (!THUMBS.contains(thumb)) {
      throw ApiException.badField("thumb", "'thumb' must be up or down, got " + Quote.brief(thumb));
    }
  }

  private static void requireKnown(String reason, FeedbackReasons known) {
    if (!known.names().contains(reason)) {
      throw ApiException.badField(
          "reasons",
          "'reasons' must be among %s, got %s"
              .formatted(String.join(", ", known.names()), Quote.brief(reason)));
    }
  }
}
