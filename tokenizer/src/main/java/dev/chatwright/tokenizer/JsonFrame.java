package dev.chatwright.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * The tokens that the post-processor of a tokenizer.json puts around a text. Immutable.
 *
 * @param begin the token before it
 * @param end the token after it
 */
record JsonFrame(OptionalInt begin, OptionalInt end) {
  private static final JsonFrame NONE = new JsonFrame(OptionalInt.empty(), OptionalInt.empty());

  /**
   * Returns what the post-processor puts around a text.
   *
   * @throws TokenizerException when it is unknown or adds more than one token at a side
   */
  static JsonFrame parse(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return NONE;
    }
    return switch (JsonFields.type(node)) {
      case "ByteLevel" -> NONE;
      case "TemplateProcessing" -> template(node);
      case "BertProcessing", "RobertaProcessing" ->
          new JsonFrame(id(node.path("cls").path(1)), id(node.path("sep").path(1)));
      case "Sequence" ->
          node.path("processors")
              .valueStream()
              .map(JsonFrame::parse)
              .filter(frame -> !frame.equals(NONE))
              .findFirst()
              .orElse(NONE);
      default -> throw JsonFields.unknown("post-processor", JsonFields.type(node));
    };
  }

  /** Returns whether nothing is put around a text. */
  boolean isEmpty() {
    return equals(NONE);
  }

  private static JsonFrame template(JsonNode node) {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    List<Integer> side = before;
    for (JsonNode part : node.path("single")) {
      if (part.has("Sequence")) {
        side = after;
      } else {
        String name = JsonFields.text(part.path("SpecialToken"), "id");
        JsonNode ids = node.path("special_tokens").path(name).path("ids");
        for (JsonNode id : ids) {
          side.add(id(id).getAsInt());
        }
      }
    }
    return new JsonFrame(single(before), single(after));
  }

  private static OptionalInt single(List<Integer> tokens) {
    if (tokens.size() > 1) {
      throw new TokenizerException(
          "the post-processor adds the tokens %s at one side of a text, expected at most one"
              .formatted(tokens));
    }
    return tokens.isEmpty() ? OptionalInt.empty() : OptionalInt.of(tokens.getFirst());
  }

  private static OptionalInt id(JsonNode node) {
    if (!node.isInt()) {
      throw new TokenizerException("post-processor token id %s is no number".formatted(node));
    }
    return OptionalInt.of(node.asInt());
  }
}
