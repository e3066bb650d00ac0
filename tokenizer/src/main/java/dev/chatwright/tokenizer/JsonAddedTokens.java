package dev.chatwright.tokenizer;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The added tokens of a tokenizer.json. Immutable.
 *
 * @param raw those that are found in the text as it stands
 * @param normalized those that are found in rewritten text
 */
record JsonAddedTokens(AddedTokens raw, AddedTokens normalized) {

  static JsonAddedTokens parse(JsonNode root, Normalizer normalizer) {
    List<AddedToken> raw = new ArrayList<>();
    List<AddedToken> normalized = new ArrayList<>();
    for (JsonNode node : root.path("added_tokens")) {
      boolean special = JsonFields.flag(node, "special", false);
      // Trust is known for the text as it stands, so control tokens are looked for there.
      if (special || !JsonFields.flag(node, "normalized", true)) {
        raw.add(token(node, JsonFields.text(node, "content"), special));
      } else {
        normalized.add(token(node, normalizer.apply(JsonFields.text(node, "content")), false));
      }
    }
    return new JsonAddedTokens(new AddedTokens(raw), new AddedTokens(normalized));
  }

  private static AddedToken token(JsonNode node, String text, boolean special) {
    return new AddedToken(
        node.path("id").asInt(),
        text,
        special,
        JsonFields.flag(node, "lstrip", false),
        JsonFields.flag(node, "rstrip", false),
        JsonFields.flag(node, "single_word", false));
  }
}
