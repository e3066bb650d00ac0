package dev.chatwright.tokenizer;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the model of a tokenizer.json. */
final class JsonModels {
  private JsonModels() {}

  /** Returns the kind of the model; files from before it was written tell by their fields. */
  static String type(JsonNode model) {
    if (model.path("type").isString()) {
      return JsonFields.type(model);
    }
    if (model.has("merges")) {
      return "BPE";
    }
    return model.path("vocab").isArray() ? "Unigram" : "WordPiece";
  }

  /**
   * Returns the model.
   *
   * @throws TokenizerException when it is unknown or broken
   */
  static TokenModel parse(JsonNode root, Vocabulary vocabulary, boolean byteLevel) {
    JsonNode model = root.path("model");
    return switch (type(model)) {
      case "BPE" -> bytePair(root, vocabulary, byteLevel);
      case "Unigram" -> unigram(root, vocabulary, byteLevel);
      case "WordPiece" ->
          new WordPieceModel(
              vocabulary,
              "",
              JsonFields.optionalText(model, "continuing_subword_prefix").orElse("##"),
              JsonVocabulary.unknown(root).orElse(-1),
              model.path("max_input_chars_per_word").asInt(100));
      default -> throw JsonFields.unknown("model", type(model));
    };
  }

  private static TokenModel bytePair(JsonNode root, Vocabulary vocabulary, boolean byteLevel) {
    JsonNode model = root.path("model");
    refuse(model, "continuing_subword_prefix");
    refuse(model, "end_of_word_suffix");
    boolean wholeWords = JsonFields.flag(model, "ignore_merges", false);
    return new BytePairModel(
        merges(model.path("merges"), vocabulary),
        byteLevel ? TokenTries.byteLevel(vocabulary) : TokenTries.plain(vocabulary),
        byteLevel,
        wholeWords,
        fallback(root, vocabulary, JsonFields.flag(model, "fuse_unk", false)));
  }

  private static void refuse(JsonNode model, String field) {
    String value = JsonFields.optionalText(model, field).orElse("");
    if (!value.isEmpty()) {
      throw new TokenizerException(
          "a byte-pair model with %s \"%s\" is not supported".formatted(field, value));
    }
  }

  private static MergeTable merges(JsonNode merges, Vocabulary vocabulary) {
    if (merges.path(0).isArray()) {
      List<List<String>> pairs =
          merges
              .valueStream()
              .map(pair -> pair.valueStream().map(JsonNode::asString).toList())
              .toList();
      return RankedMerges.ofPairs(pairs, vocabulary);
    }
    return RankedMerges.ofLines(merges.valueStream().map(JsonNode::asString).toList(), vocabulary);
  }

  private static Fallback fallback(JsonNode root, Vocabulary vocabulary, boolean fuse) {
    boolean bytes = JsonFields.flag(root.path("model"), "byte_fallback", false);
    return new Fallback(
        bytes ? TokenTries.byteTokens(vocabulary) : new int[0],
        JsonVocabulary.unknown(root).orElse(-1),
        fuse);
  }

  private static TokenModel unigram(JsonNode root, Vocabulary vocabulary, boolean byteLevel) {
    JsonNode pieces = root.path("model").path("vocab");
    float[] scores = new float[vocabulary.size()];
    for (int id = 0; id < pieces.size(); id++) {
      scores[id] = (float) pieces.get(id).path(1).asDouble(Double.NaN);
      if (!Float.isFinite(scores[id])) {
        throw new TokenizerException(
            "score of token %d is %s, expected a finite number"
                .formatted(id, pieces.get(id).path(1)));
      }
    }
    return new UnigramModel(vocabulary, scores, byteLevel, fallback(root, vocabulary, true));
  }
}
