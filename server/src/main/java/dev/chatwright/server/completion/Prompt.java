package dev.chatwright.server.completion;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A prompt of a text completion, as text or as tokens. Immutable. */
sealed interface Prompt {
  /** The most prompts of one request. */
  int MAX_PROMPTS = 128;

  /** A text. Immutable. */
  record OfText(String text) implements Prompt {}

  /** Token ids. Immutable. */
  record OfTokens(List<Integer> tokens) implements Prompt {
    /** Copies the list. */
    public OfTokens {
      tokens = List.copyOf(tokens);
    }

    int[] ids() {
      return tokens.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /** Returns the prompts of a request: a text, texts, token ids, or arrays of token ids. */
  static List<Prompt> parse(JsonFields fields) {
    JsonNode prompt = fields.require("prompt");
    if (prompt.isString()) {
      return List.of(new OfText(prompt.stringValue()));
    }
    if (!prompt.isArray() || prompt.isEmpty()) {
      throw fields.refuse("prompt", "a string or an array that is not empty", prompt);
    }
    if (prompt.get(0).isNumber()) {
      return List.of(tokens("prompt", prompt));
    }
    if (prompt.size() > MAX_PROMPTS) {
      throw ApiException.badField(
          "prompt",
          "'prompt' may hold at most %d prompts, got %d".formatted(MAX_PROMPTS, prompt.size()));
    }
    return IntStream.range(0, prompt.size())
        .mapToObj(i -> one(fields, "prompt[" + i + "]", prompt.get(i)))
        .toList();
  }

  private static Prompt one(JsonFields fields, String name, JsonNode node) {
    if (node.isString()) {
      return new OfText(node.stringValue());
    }
    if (!node.isArray()) {
      throw fields.refuse(name, "a string or an array of token ids", node);
    }
    return tokens(name, node);
  }

  private static OfTokens tokens(String name, JsonNode array) {
    List<Integer> tokens = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      String element = name + "[" + i + "]";
      tokens.add((int) JsonFields.wholeNumber(element, array.get(i), 0, Integer.MAX_VALUE));
    }
    return new OfTokens(tokens);
  }
}
