package dev.chatwright.inference;

import java.util.List;
import java.util.Optional;

/**
 * A token of a reply.
 *
 * <p>Immutable.
 *
 * @param token its id
 * @param bytes what it adds to the text, each 0 to 255; none for a control token. They may be part
 *     of a character
 * @param end whether it ended the reply, so that it is no part of the text
 * @param logProbability its log-probability, if asked for
 */
public record GeneratedToken(
    int token, List<Integer> bytes, boolean end, Optional<TokenLogProbability> logProbability) {

  /** Copies the list. */
  public GeneratedToken {
    bytes = List.copyOf(bytes);
  }
}
