package dev.chatwright.dialogue.transfer;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Reads values of exports, where any may be missing or of another kind. Immutable. */
final class JsonValue {
  /** The last millisecond of the year 9999. */
  private static final long LAST_MILLIS = 253_402_300_799_999L;

  private static final double MILLIS = 1_000;

  private JsonValue() {}

  /** A text that is there and not blank. */
  static Optional<String> text(JsonNode node, String name) {
    return node.path(name).stringValueOpt().filter(text -> !text.isBlank());
  }

  /** Seconds since 1970, with fractions, as milliseconds. */
  static OptionalLong seconds(JsonNode node) {
    double seconds = node.doubleValue(-1);
    return seconds >= 0 && seconds * MILLIS <= LAST_MILLIS
        ? OptionalLong.of(Math.round(seconds * MILLIS))
        : OptionalLong.empty();
  }

  /** Milliseconds since 1970. */
  static OptionalLong millis(JsonNode node) {
    long millis = node.longValue(-1);
    return millis >= 0 && millis <= LAST_MILLIS ? OptionalLong.of(millis) : OptionalLong.empty();
  }

  /** A date and time as ISO 8601 writes it, as milliseconds. */
  static OptionalLong isoTime(JsonNode node) {
    try {
      long millis = OffsetDateTime.parse(node.stringValue("")).toInstant().toEpochMilli();
      return millis >= 0 && millis <= LAST_MILLIS ? OptionalLong.of(millis) : OptionalLong.empty();
    } catch (DateTimeException _) {
      return OptionalLong.empty(); // a message without its time is still a message
    }
  }
}
