package dev.chatwright.tokenizer;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The ways in which a tokenizer.json says that spaces are written as SentencePiece does. */
final class JsonSpaces {
  private static final String MARK = SpaceMarks.MARK;

  private JsonSpaces() {}

  /**
   * Returns whether a space is written before a text.
   *
   * @throws TokenizerException if a text is rewritten or cut in another way
   */
  static boolean writesOneFirst(JsonNode root) {
    JsonNode cutting = root.path("pre_tokenizer");
    boolean metaspace = type(cutting).equals("Metaspace");
    if (!metaspace && !type(cutting).isEmpty() && !cutsAtSpaces(cutting)) {
      throw JsonMetadata.refusal("a pre-tokenizer of the type " + type(cutting));
    }
    boolean first = metaspace && Metaspace.prefix(cutting) != Metaspace.Prefix.NEVER;
    boolean marks = metaspace && cutting.path("replacement").asString("").equals(MARK);
    for (JsonNode step : steps(root.path("normalizer"))) {
      switch (type(step)) {
        case "Prepend" -> first |= step.path("prepend").asString("").equals(MARK);
        case "Replace" -> marks |= writesMarks(step);
        default -> throw JsonMetadata.refusal("a normalizer of the type " + type(step));
      }
    }
    if (!marks) {
      throw JsonMetadata.refusal("spaces that are not written as " + MARK);
    }
    return first;
  }

  private static String type(JsonNode node) {
    return node.path("type").asString("");
  }

  /** No space is left to be cut at by then. */
  private static boolean cutsAtSpaces(JsonNode node) {
    return type(node).equals("Split")
        && node.path("pattern").path("String").asString("").equals(" ");
  }

  private static boolean writesMarks(JsonNode replace) {
    return replace.path("pattern").path("String").asString("").equals(" ")
        && replace.path("content").asString("").equals(MARK);
  }

  private static List<JsonNode> steps(JsonNode normalizer) {
    if (type(normalizer).isEmpty()) {
      return List.of();
    }
    return type(normalizer).equals("Sequence")
        ? normalizer.path("normalizers").valueStream().toList()
        : List.of(normalizer);
  }
}
