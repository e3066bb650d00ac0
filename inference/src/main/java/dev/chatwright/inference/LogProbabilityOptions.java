package dev.chatwright.inference;

/**
 * Which log-probabilities to report.
 *
 * <p>Immutable.
 *
 * @param reply whether those of the tokens of the reply
 * @param prompt whether those of the tokens of the prompt; such a prompt is computed in full, no
 *     part of it is taken from the cache
 * @param top how many of the likeliest tokens to list beside each, 0 to {@value #MAX_TOP}
 */
public record LogProbabilityOptions(boolean reply, boolean prompt, int top) {
  /** The most alternatives that are listed. */
  public static final int MAX_TOP = 20;

  /** None. */
  public static final LogProbabilityOptions NONE = new LogProbabilityOptions(false, false, 0);

  /** Checks the range. */
  public LogProbabilityOptions {
    if (top < 0 || top > MAX_TOP) {
      throw new IllegalArgumentException(
          "top log-probabilities must be 0 to %d, got %d".formatted(MAX_TOP, top));
    }
  }

  /** Returns the options that report the reply's tokens, each with {@code top} alternatives. */
  public static LogProbabilityOptions ofReply(int top) {
    return new LogProbabilityOptions(true, false, top);
  }
}
