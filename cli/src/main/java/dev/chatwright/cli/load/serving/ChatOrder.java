package dev.chatwright.cli.load.serving;

import dev.chatwright.tokenizer.TokenKind;
import dev.chatwright.tokenizer.Tokenizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a server is asked to write: a reply of an exact number of tokens, always the likeliest.
 *
 * <p>Immutable.
 *
 * @param prompt its tokens
 * @param replyTokens how many tokens are to be written
 * @param banned tokens that may not be written, as those that would end the reply
 */
record ChatOrder(List<Integer> prompt, int replyTokens, List<Integer> banned) {
  /** OpenAI's for never. */
  private static final int NEVER = -100;

  ChatOrder {
    prompt = List.copyOf(prompt);
    banned = List.copyOf(banned);
  }

  /** Returns the tokens of a vocabulary that are no text, those that end replies among them. */
  static List<Integer> control(Tokenizer tokenizer) {
    return IntStream.range(0, tokenizer.vocabulary().size())
        .filter(token -> tokenizer.vocabulary().kind(token) == TokenKind.CONTROL)
        .boxed()
        .toList();
  }

  /** Returns the body of a request to {@code /v1/completions}, the same for every server. */
  Map<String, Object> body(String model) {
    Map<String, Object> biases = new LinkedHashMap<>();
    banned.forEach(token -> biases.put(Integer.toString(token), NEVER));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", model);
    body.put("prompt", prompt);
    body.put("max_tokens", replyTokens);
    body.put("temperature", 0);
    body.put("logit_bias", biases);
    body.put("stream", true);
    body.put("stream_options", Map.of("include_usage", true));
    return body;
  }
}
