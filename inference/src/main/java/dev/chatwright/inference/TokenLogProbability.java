package dev.chatwright.inference;

import java.util.List;

/**
 * How likely a token was.
 *
 * <p>Immutable.
 *
 * @param token its id
 * @param text its text by itself, for people; a control token as it is spelt, and U+FFFD for bytes
 *     that are no character
 * @param bytes what it adds to a text, each 0 to 255; none for a control token
 * @param logProbability the natural logarithm of its probability, at most 0
 * @param top the likeliest tokens in its place, the likeliest first, each without further ones
 */
public record TokenLogProbability(
    int token,
    String text,
    List<Integer> bytes,
    float logProbability,
    List<TokenLogProbability> top) {

  /** Copies the lists. */
  public TokenLogProbability {
    bytes = List.copyOf(bytes);
    top = List.copyOf(top);
  }
}
