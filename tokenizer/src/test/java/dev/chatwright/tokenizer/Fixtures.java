package dev.chatwright.tokenizer;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The tiny tokenizers that {@code src/test/python/make_tokenizers.py} trained. */
final class Fixtures {
  private Fixtures() {}

  /** Returns one of each kind. */
  static List<String> kinds() {
    return List.of(
        "gpt2",
        "prefixed",
        "smollm",
        "llama3",
        "qwen2",
        "gpt4o",
        "deepseek3",
        "added",
        "llama2",
        "metaspace",
        "unigram",
        "unigram-bytes",
        "wordpiece",
        "wordpiece-cased",
        "odd-parts");
  }

  static Path file(String name) {
    try {
      URI uri = Objects.requireNonNull(Fixtures.class.getResource(name), name).toURI();
      return Path.of(uri);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Tokenizer tokenizer(String kind) throws IOException {
    return TokenizerJson.load(file(kind + "/tokenizer.json"), Optional.empty());
  }

  static List<String> texts() {
    return json("texts.json").valueStream().map(JsonNode::asString).toList();
  }

  static JsonNode json(String name) {
    return new ObjectMapper().readTree(file(name).toFile());
  }
}
