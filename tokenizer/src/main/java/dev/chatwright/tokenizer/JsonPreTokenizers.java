package dev.chatwright.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the pre-tokenizer of a tokenizer.json. */
final class JsonPreTokenizers {
  private JsonPreTokenizers() {}

  /** Returns whether a component, or one inside it, turns text into the byte alphabet. */
  static boolean isByteLevel(JsonNode node) {
    return node.path("type").asString("").equals("ByteLevel")
        || node.path("pretokenizers").valueStream().anyMatch(JsonPreTokenizers::isByteLevel)
        || node.path("normalizers").valueStream().anyMatch(JsonPreTokenizers::isByteLevel);
  }

  /**
   * Returns the pre-tokenizer.
   *
   * @throws TokenizerException when it is unknown
   */
  static PreTokenizer parse(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return PreTokenizer.WHOLE;
    }
    return switch (JsonFields.type(node)) {
      case "Sequence" -> sequence(node);
      case "ByteLevel" -> byteLevel(node);
      case "Split" -> JsonPatterns.splitter(node);
      case "Digits" ->
          JsonFields.flag(node, "individual_digits", false) ? Digits::each : Digits::runs;
      case "Punctuation" -> new LetterSplit(Letters::isPunctuation, punctuation(node));
      case "Metaspace" -> Metaspace.parse(node);
      case "BertPreTokenizer" -> BertPreTokenizer::split;
      case "Whitespace" -> words();
      case "WhitespaceSplit" -> new LetterSplit(Letters::isWhiteSpace, SplitBehavior.REMOVED);
      case "CharDelimiterSplit" -> delimiter(JsonFields.text(node, "delimiter"));
      default -> throw JsonFields.unknown("pre-tokenizer", JsonFields.type(node));
    };
  }

  private static PreTokenizer sequence(JsonNode node) {
    List<PreTokenizer> steps = new ArrayList<>();
    node.path("pretokenizers").forEach(step -> steps.add(parse(step)));
    return PreTokenizer.sequence(steps);
  }

  /** The model works on bytes itself, so only the cutting is left to do here. */
  private static PreTokenizer byteLevel(JsonNode node) {
    boolean cuts = JsonFields.flag(node, "use_regex", true);
    PreTokenizer cut = cuts ? WordScanner.gpt2() : PreTokenizer.WHOLE;
    return JsonFields.flag(node, "add_prefix_space", true)
        ? PreTokenizer.sequence(List.of(JsonPreTokenizers::prefixSpace, cut))
        : cut;
  }

  private static void prefixSpace(
      String text, int from, int to, int source, PreTokenizer.Words words) {
    if (text.charAt(from) == ' ') {
      words.word(text, from, to, source);
    } else {
      words.word(" ".concat(text.substring(from, to)), 0, to - from + 1, source - 1);
    }
  }

  private static SplitBehavior punctuation(JsonNode node) {
    return node.path("behavior").isString() ? JsonFields.behavior(node) : SplitBehavior.ISOLATED;
  }

  private static PreTokenizer words() {
    return new RegexSplit(
        Pattern.compile("\\w+|[^\\w\\s]+", Patterns.FLAGS), SplitBehavior.REMOVED, true, true);
  }

  private static PreTokenizer delimiter(String delimiter) {
    int letter = delimiter.codePointAt(0);
    return new LetterSplit(other -> other == letter, SplitBehavior.REMOVED);
  }
}
