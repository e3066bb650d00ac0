package dev.chatwright.server.completion;

import dev.chatwright.inference.TokenLogProbability;
import java.util.List;
import java.util.Optional;

/**
 * Log-probabilities as chat completions give them. Immutable.
 *
 * @param content one for each token of the reply
 * @param refusal always empty, as OpenAI's shape has it
 */
record ChatLogProbabilities(List<Token> content, Optional<List<Token>> refusal) {

  /**
   * A token of the reply. Immutable.
   *
   * @param token its text
   * @param logprob the natural logarithm of its probability
   * @param bytes what it adds to the text
   * @param topLogprobs the likeliest tokens in its place
   */
  record Token(String token, float logprob, List<Integer> bytes, List<Alternative> topLogprobs) {}

  /**
   * A token that might have come. Immutable.
   *
   * @param token its text
   * @param logprob the natural logarithm of its probability
   * @param bytes what it would have added to the text
   */
  record Alternative(String token, float logprob, List<Integer> bytes) {}

  static ChatLogProbabilities of(List<TokenLogProbability> tokens) {
    return new ChatLogProbabilities(
        tokens.stream().map(ChatLogProbabilities::token).toList(), Optional.empty());
  }

  private static Token token(TokenLogProbability token) {
    List<Alternative> top =
        token.top().stream()
            .map(one -> new Alternative(one.text(), finite(one.logProbability()), one.bytes()))
            .toList();
    return new Token(token.text(), finite(token.logProbability()), token.bytes(), top);
  }

  /** What OpenAI writes for a token that could not come; JSON has no infinity. */
  static final float IMPOSSIBLE = -9999;

  static float finite(float logProbability) {
    return Math.max(logProbability, IMPOSSIBLE);
  }
}
