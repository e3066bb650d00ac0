package dev.chatwright.tokenizer;

import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads fields of a tokenizer.json and says which is missing or wrong. */
final class JsonFields {
  private JsonFields() {}

  /** Returns a field that must be text. */
  static String text(JsonNode node, String field) {
    return optionalText(node, field)
        .orElseThrow(() -> new TokenizerException("field \"%s\" is not a string".formatted(field)));
  }

  /** Returns a field when it is text. */
  static Optional<String> optionalText(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? Optional.of(value.asString()) : Optional.empty();
  }

  /** Returns a field that is a truth value, or what is assumed without it. */
  static boolean flag(JsonNode node, String field, boolean absent) {
    JsonNode value = node.path(field);
    return value.isBoolean() ? value.asBoolean() : absent;
  }

  /** Returns the kind of a component. */
  static String type(JsonNode node) {
    return text(node, "type");
  }

  /** Returns how a component treats separators. */
  static SplitBehavior behavior(JsonNode node) {
    String name = text(node, "behavior");
    String constant = name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    for (SplitBehavior behavior : SplitBehavior.values()) {
      if (behavior.name().equals(constant)) {
        return behavior;
      }
    }
    throw new TokenizerException("unknown behavior \"%s\"".formatted(name));
  }

  /** Returns the error for a component that is not known. */
  static TokenizerException unknown(String part, String type) {
    return new TokenizerException("unknown %s \"%s\" in tokenizer.json".formatted(part, type));
  }
}
