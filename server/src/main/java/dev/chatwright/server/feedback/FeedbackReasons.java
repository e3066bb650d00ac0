package dev.chatwright.server.feedback;

import java.util.List;

/**
 * The reasons that people may give for a thumb.
 *
 * <p>Immutable.
 *
 * @param names the reasons
 */
public record FeedbackReasons(List<String> names) {
  /** Copies the names. */
  public FeedbackReasons {
    names = List.copyOf(names);
  }
}
