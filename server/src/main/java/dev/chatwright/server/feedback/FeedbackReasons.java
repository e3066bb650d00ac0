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
  /** The reasons unless told otherwise. */
  public static final FeedbackReasons DEFAULT =
      new FeedbackReasons(
          List.of(
              "correct",
              "helpful",
              "clear",
              "wrong",
              "not_what_i_asked",
              "incomplete",
              "too_long",
              "unsafe",
              "wrong_tone"));

  /** Copies the names. */
  public FeedbackReasons {
    names = List.copyOf(names);
  }
}
