package dev.chatwright.server.embedding;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.http.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A request for the vectors of texts. Immutable.
 *
 * @param model the encoder's name
 * @param texts the texts
 * @param base64 whether the vectors are wanted as bytes instead of numbers
 */
record EmbeddingRequest(String model, List<String> texts, boolean base64) {
  static final int MAX_TEXTS = 2048;
  private static final Set<String> FIELDS =
      Set.of("model", "input", "encoding_format", "dimensions", "user");

  /** Copies the list. */
  EmbeddingRequest {
    texts = List.copyOf(texts);
  }

  static EmbeddingRequest parse(JsonFields fields) {
    fields.allowOnly(FIELDS);
    if (fields.find("dimensions").isPresent()) {
      throw ApiException.badField(
          "dimensions",
          "unsupported_parameter",
          "'dimensions' is not supported: vectors have the model's own length");
    }
    return new EmbeddingRequest(fields.requireText("model"), texts(fields), base64(fields));
  }

  private static boolean base64(JsonFields fields) {
    String format = fields.text("encoding_format").orElse("float");
    return switch (format) {
      case "float" -> false;
      case "base64" -> true;
      default ->
          throw ApiException.badField(
              "encoding_format",
              "'encoding_format' must be float or base64, got " + Quote.brief(format));
    };
  }

  private static List<String> texts(JsonFields fields) {
    JsonNode input = fields.require("input");
    if (input.isString()) {
      return List.of(text("input", input));
    }
    if (!input.isArray() || input.isEmpty() || input.size() > MAX_TEXTS) {
      throw fields.refuse("input", "a string or an array of 1 to " + MAX_TEXTS, input);
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      texts.add(text("input[" + i + "]", input.get(i)));
    }
    return texts;
  }

  private static String text(String name, JsonNode node) {
    if (node.isNumber() || node.isArray()) {
      throw ApiException.badField(
          name,
          "unsupported_value",
          "'%s': token ids are not supported, as they belong to another model; send texts"
              .formatted(name));
    }
    if (!node.isString() || node.stringValue().isEmpty()) {
      throw ApiException.badField(name, "'%s' must be a text that is not empty".formatted(name));
    }
    return node.stringValue();
  }
}
