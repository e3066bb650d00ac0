package dev.chatwright.dialogue.transfer;

import java.util.List;
import java.util.Optional;

/**
 * What a person says of a reply. Immutable.
 *
 * @param thumb {@code up} or {@code down}
 * @param reasons why
 * @param text in the person's own words
 * @param correction what the reply should have been
 * @param highlight the part of the reply that is meant
 * @param changedAtMillis when it was given
 */
public record Opinion(
    Optional<String> thumb,
    List<String> reasons,
    Optional<String> text,
    Optional<String> correction,
    Optional<Highlight> highlight,
    long changedAtMillis) {
  /** Copies the reasons. */
  public Opinion {
    reasons = List.copyOf(reasons);
  }

  boolean saysSomething() {
    return thumb.isPresent()
        || !reasons.isEmpty()
        || text.isPresent()
        || correction.isPresent()
        || highlight.isPresent();
  }

  /**
   * A part of a text.
   *
   * @param start its first UTF-16 unit
   * @param end the unit after its last
   */
  public record Highlight(int start, int end) {}
}
