package dev.chatwright.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Says in a GGUF file's values what a tokenizer.json says. */
final class JsonMetadata {
  private JsonMetadata() {}

  /**
   * Returns the values of a byte-level model that puts nothing around a text and rewrites nothing.
   *
   * @throws TokenizerException when no such values would make the same tokens
   */
  static TokenizerMetadata of(JsonNode root) {
    requirePairs(root);
    require(root.path("normalizer").isNull(), "a normalizer");
    require(JsonFrame.parse(root.path("post_processor")).isEmpty(), "tokens put around a text");
    WordPattern pattern = pattern(root);
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

  /**
   * Returns the values of a model of pairs, of bytes or in SentencePiece's way. That text is
   * brought into a normal form (NFC) cannot be said there, and is left out as all such files do.
   *
   * @param special the tokens with a role
   * @param size how many tokens there are to be; missing ones are reserved places
   * @throws TokenizerException when no such values would make the same tokens
   */
  static TokenizerMetadata of(JsonNode root, SpecialTokens special, int size) {
    requirePairs(root);
    Vocabulary vocabulary = JsonVocabulary.parse(root);
    boolean bytes = JsonPreTokenizers.isByteLevel(root.path("pre_tokenizer"));
    List<String> merges = merges(root.path("model").path("merges"));
    Optional<Boolean> spaceFirst =
        bytes ? Optional.empty() : Optional.of(JsonSpaces.writesOneFirst(root));
    if (bytes) {
      String normalizer = root.path("normalizer").path("type").asString("NFC");
      require(normalizer.equals("NFC"), "a normalizer of the type " + normalizer);
    }
    return new TokenizerMetadata(
        bytes ? "gpt2" : "llama",
        Optional.of(bytes ? pattern(root).toGguf() : "default"),
        spellings(vocabulary, size),
        bytes ? List.of() : scores(vocabulary, merges, size),
        kinds(vocabulary, bytes ? OptionalInt.empty() : special.unknown(), size),
        bytes ? merges : List.of(),
        special.begin(),
        special.end(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        special.unknown(),
        OptionalInt.empty(),
        special.padding(),
        Optional.of(special.addBegin()),
        Optional.of(special.addEnd()),
        spaceFirst,
        Optional.empty(),
        List.of());
  }

  private static void requirePairs(JsonNode root) {
    require(JsonModels.type(root.path("model")).equals("BPE"), "a model of another type than BPE");
  }

  private static WordPattern pattern(JsonNode root) {
    JsonNode node = plain(root.path("pre_tokenizer"));
    WordPattern pattern =
        Stream.of(WordPattern.values())
            .filter(each -> plain(JsonMapper.shared().readTree(each.json())).equals(node))
            .findFirst()
            .orElseThrow(() -> refusal("a way of cutting words that has no name there"));
    // Under its name readers take a word that is a token as it stands, whatever the merges.
    boolean whole = JsonFields.flag(root.path("model"), "ignore_merges", false);
    require(
        whole == (pattern == WordPattern.LLAMA3),
        whole
            ? "words that are taken whole but not cut as Llama 3 does"
            : "words cut as Llama 3 does, but merged in order");
    return pattern;
  }

  /** Returns a component without what makes no difference to the tokens. */
  private static JsonNode plain(JsonNode component) {
    JsonNode copy = component.deepCopy();
    if (copy instanceof ObjectNode object) {
      object.remove("trim_offsets");
      if (object.path("type").asString("").equals("ByteLevel") && !object.has("use_regex")) {
        object.put("use_regex", true);
      }
    }
    if (copy.path("pretokenizers").isArray()) {
      List<JsonNode> steps =
          copy.path("pretokenizers").valueStream().map(JsonMetadata::plain).toList();
      ((ObjectNode) copy).putArray("pretokenizers").addAll(steps);
    }
    return copy;
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

  private static List<String> spellings(Vocabulary vocabulary, int size) {
    require(vocabulary.size() <= size, "more tokens than the model has rows for");
    List<String> spellings = new ArrayList<>(size);
    for (int id = 0; id < size; id++) {
      boolean named = id < vocabulary.size() && !vocabulary.text(id).isEmpty();
      spellings.add(named ? vocabulary.text(id) : "[PAD%d]".formatted(id));
    }
    return spellings;
  }

  private static List<Integer> kinds(Vocabulary vocabulary, OptionalInt unknown, int size) {
    List<Integer> kinds = new ArrayList<>(size);
    for (int id = 0; id < size; id++) {
      TokenKind kind = id < vocabulary.size() ? vocabulary.kind(id) : TokenKind.UNUSED;
      kinds.add((unknown.equals(OptionalInt.of(id)) ? TokenKind.UNKNOWN : kind).toGguf());
    }
    return kinds;
  }

  /** Returns scores by which the merges have their order: that of what they make. */
  private static List<Float> scores(Vocabulary vocabulary, List<String> merges, int size) {
    Float[] scores = new Float[size];
    for (int rank = 0; rank < merges.size(); rank++) {
      String merge = merges.get(rank);
      int space = merge.indexOf(' ', 1);
      int id = space < 0 ? -1 : vocabulary.idOf(without(merge, space));
      if (id >= 0 && scores[id] == null) {
        scores[id] = (float) -rank;
      }
    }
    List<Float> all = new ArrayList<>(size);
    for (int id = 0; id < size; id++) {
      boolean text = id < vocabulary.size() && vocabulary.kind(id).spellsText();
      float other = text ? -merges.size() : 0;
      all.add(scores[id] == null ? other : scores[id]);
    }
    return all;
  }

  private static String without(String text, int at) {
    return text.substring(0, at) + text.substring(at + 1);
  }

  private static void require(boolean condition, String unlike) {
    if (!condition) {
      throw refusal(unlike);
    }
  }

  static TokenizerException refusal(String what) {
    return new TokenizerException("a GGUF file cannot hold " + what);
  }
}
