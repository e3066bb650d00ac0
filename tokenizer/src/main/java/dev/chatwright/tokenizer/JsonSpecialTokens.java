package dev.chatwright.tokenizer;

import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Reads the roles of tokens from a tokenizer.json and the tokenizer_config.json beside it. */
final class JsonSpecialTokens {
  private final JsonNode config;
  private final Vocabulary vocabulary;

  private JsonSpecialTokens(JsonNode config, Vocabulary vocabulary) {
    this.config = config;
    this.vocabulary = vocabulary;
  }

  static SpecialTokens parse(JsonNode root, JsonNode config, Vocabulary vocabulary) {
    JsonFrame frame = JsonFrame.parse(root.path("post_processor"));
    return new JsonSpecialTokens(config, vocabulary).read(root, frame);
  }

  private SpecialTokens read(JsonNode root, JsonFrame frame) {
    OptionalInt begin = named("bos_token");
    OptionalInt end = named("eos_token");
    OptionalInt unknown = JsonVocabulary.unknown(root);
    Set<Integer> endOfGeneration = new TreeSet<>(EndTokens.in(vocabulary));
    end.ifPresent(endOfGeneration::add);
    return new SpecialTokens(
        inRange(frame.begin().isPresent() ? frame.begin() : begin),
        inRange(frame.end().isPresent() ? frame.end() : end),
        endOfGeneration,
        inRange(unknown.isPresent() ? unknown : named("unk_token")),
        named("pad_token"),
        frame.begin().isPresent() || JsonFields.flag(config, "add_bos_token", false),
        frame.end().isPresent() || JsonFields.flag(config, "add_eos_token", false));
  }

  /** Returns a token that the configuration names, as text or as an object with its content. */
  private OptionalInt named(String role) {
    JsonNode node = config.path(role);
    JsonNode text = node.isObject() ? node.path("content") : node;
    return text.isString() ? vocabulary.find(text.asString()) : OptionalInt.empty();
  }

  private OptionalInt inRange(OptionalInt id) {
    if (id.isPresent() && (id.getAsInt() < 0 || id.getAsInt() >= vocabulary.size())) {
      throw new TokenizerException(
          "special token %d, expected 0 to %d".formatted(id.getAsInt(), vocabulary.size() - 1));
    }
    return id;
  }
}
