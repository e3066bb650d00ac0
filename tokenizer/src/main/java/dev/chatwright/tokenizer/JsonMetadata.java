package dev.chatwright.tokenizer;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Says in a GGUF file's values what a tokenizer.json says. */
final class JsonMetadata {
  private JsonMetadata() {}

  /**
   * Returns the values.
   *
   * @throws TokenizerException when no such values would make the same tokens
   */
  static TokenizerMetadata of(JsonNode root) {
    require(JsonModels.type(root.path("model")).equals("BPE"), "a model of another type than BPE");
    require(root.path("normalizer").isNull(), "a normalizer");
    require(JsonFrame.parse(root.path("post_processor")).isEmpty(), "tokens put around a text");
    WordPattern pattern = pattern(root.path("pre_tokenizer"));
    Vocabulary vocabulary = JsonVocabulary.parse(root);
    OptionalInt end = EndTokens.first(vocabulary);
    OptionalInt endOfText = vocabulary.find("<|endoftext|>");
    return TokenizerMetadata.byteLevel(
        pattern,
        vocabulary,
        merges(root.path("model").path("merges")),
        endOfText.isPresent() ? endOfText : end,
        end);
  }

  private static WordPattern pattern(JsonNode node) {
    WordPattern pattern =
        Stream.of(WordPattern.values())
            .filter(each -> JsonMapper.shared().readTree(each.json()).equals(node))
            .findFirst()
            .orElseThrow(() -> refusal("a way of cutting words that has no name there"));
    // Under this name readers take a word that is a token as it stands, whatever the merges.
    require(pattern != WordPattern.LLAMA3, "words cut as Llama 3 does, but merged in order");
    return pattern;
  }

  private static List<String> merges(JsonNode merges) {
    return merges
        .valueStream()
        .map(
            merge ->
                merge.isArray()
                    ? merge.path(0).asString("") + " " + merge.path(1).asString("")
                    : merge.asString(""))
        .toList();
  }

  private static void require(boolean condition, String unlike) {
    if (!condition) {
      throw refusal(unlike);
    }
  }

  private static TokenizerException refusal(String what) {
    return new TokenizerException("a GGUF file cannot hold " + what);
  }
}
