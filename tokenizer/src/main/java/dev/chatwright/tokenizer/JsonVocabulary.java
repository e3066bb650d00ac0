package dev.chatwright.tokenizer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Reads the vocabulary and the added tokens of a tokenizer.json. */
final class JsonVocabulary {
  private final Map<Integer, String> texts = new HashMap<>();
  private final Map<Integer, TokenKind> kinds = new HashMap<>();
  private final JsonNode root;
  private int size;

  private JsonVocabulary(JsonNode root) {
    this.root = root;
  }

  static Vocabulary parse(JsonNode root) {
    return new JsonVocabulary(root).read();
  }

  private Vocabulary read() {
    JsonNode model = root.path("model");
    JsonNode vocabulary = model.path("vocab");
    if (vocabulary.isArray()) {
      for (int id = 0; id < vocabulary.size(); id++) {
        put(vocabulary.get(id).path(0).asString(""), id, TokenKind.NORMAL);
      }
    } else {
      vocabulary.properties().forEach(this::put);
    }
    markBytes(JsonFields.flag(model, "byte_fallback", false));
    unknown(root).ifPresent(id -> kinds.put(id, TokenKind.UNKNOWN));
    root.path("added_tokens").forEach(this::add);
    return build();
  }

  private void put(Map.Entry<String, JsonNode> entry) {
    put(entry.getKey(), number(entry.getValue(), entry.getKey()), TokenKind.NORMAL);
  }

  private void add(JsonNode token) {
    String text = JsonFields.text(token, "content");
    boolean special = JsonFields.flag(token, "special", false);
    put(text, number(token.path("id"), text), special ? TokenKind.CONTROL : TokenKind.USER_DEFINED);
  }

  private static int number(JsonNode id, String token) {
    if (!id.isInt() || id.asInt() < 0 || id.asInt() >= Vocabulary.MAX_SIZE) {
      throw new TokenizerException(
          "token \"%s\" has the id %s, expected 0 to %d"
              .formatted(token, id, Vocabulary.MAX_SIZE - 1));
    }
    return id.asInt();
  }

  private void put(String text, int id, TokenKind kind) {
    texts.put(id, text);
    kinds.put(id, kind);
    size = Math.max(size, id + 1);
  }

  private void markBytes(boolean byteFallback) {
    if (byteFallback) {
      texts.forEach(
          (id, text) -> {
            if (ByteTokens.namedByteOrMinus(text) >= 0) {
              kinds.put(id, TokenKind.BYTE);
            }
          });
    }
  }

  private Vocabulary build() {
    List<String> spellings = new ArrayList<>(Collections.nCopies(size, ""));
    List<TokenKind> sorts = new ArrayList<>(Collections.nCopies(size, TokenKind.UNUSED));
    texts.forEach(spellings::set);
    kinds.forEach(sorts::set);
    return new Vocabulary(spellings, sorts);
  }

  /** Returns the unknown token of the model. */
  static OptionalInt unknown(JsonNode root) {
    JsonNode model = root.path("model");
    if (model.path("unk_id").isInt()) {
      return OptionalInt.of(number(model.path("unk_id"), "unknown"));
    }
    JsonNode text = model.path("unk_token");
    if (!text.isString()) {
      return OptionalInt.empty();
    }
    JsonNode id = model.path("vocab").path(text.asString());
    return id.isInt() ? OptionalInt.of(number(id, text.asString())) : addedId(root, text);
  }

  private static OptionalInt addedId(JsonNode root, JsonNode text) {
    return root.path("added_tokens")
        .valueStream()
        .filter(token -> token.path("content").equals(text) && token.path("id").isInt())
        .mapToInt(token -> token.path("id").asInt())
        .findFirst();
  }
}
