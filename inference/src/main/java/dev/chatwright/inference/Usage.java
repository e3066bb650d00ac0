package dev.chatwright.inference;

import java.time.Duration;

/**
 * What a reply cost.
 *
 * <p>Immutable.
 *
 * @param promptTokens the tokens of the prompt
 * @param cachedTokens how many of them did not have to be computed
 * @param replyTokens the tokens computed for the reply; counts the one that ended it, and those of
 *     a stop text
 * @param prefillTime from the request's turn to the end of its prompt
 * @param decodeTime from there to the end
 */
public record Usage(
    int promptTokens,
    int cachedTokens,
    int replyTokens,
    Duration prefillTime,
    Duration decodeTime) {

  /** Returns how many tokens of the prompt were computed in a second; 0 if none was. */
  public double prefillTokensPerSecond() {
    return rate(promptTokens - cachedTokens, prefillTime);
  }

  /**
   * Returns how many tokens of the reply were computed in a second; 0 if none was.
   *
   * <p>The first token comes with the prompt and is not counted.
   */
  public double decodeTokensPerSecond() {
    return rate(replyTokens - 1, decodeTime);
  }

  static double rate(int tokens, Duration time) {
    return tokens > 0 && time.isPositive() ? tokens * 1e9 / time.toNanos() : 0;
  }
}
