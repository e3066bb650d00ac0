package dev.chatwright.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PreTokenizerFamiliesTest {

  @ParameterizedTest
  @CsvSource({
    "gpt2,gpt-2",
    "gpt2,olmo",
    "smollm,smollm",
    "smollm,starcoder",
    "llama3,llama-bpe",
    "gpt4o,gpt-4o",
    "deepseek3,deepseek-v3"
  })
  void aFamilyGivesTheIdsOfTheSamePatternInJson(String kind, String pre) {
    Tokenizer tokenizer = gguf(kind, pre);
    JsonNode expected = Fixtures.json(kind + "/expected.json");
    List<String> texts = Fixtures.texts();

    for (int i = 0; i < texts.size(); i++) {
      assertThat(tokenizer.encode(texts.get(i)))
          .as(texts.get(i))
          .isEqualTo(expected.get(i).get("ids").valueStream().mapToInt(JsonNode::asInt).toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default",
        "falcon",
        "deepseek-llm",
        "deepseek-coder",
        "tekken",
        "bloom",
        "viking",
        "qwen2"
      })
  void everyFamilyKeepsAllText(String pre) {
    Tokenizer tokenizer = gguf("gpt2", pre);
    Random random = new Random(3);

    for (int round = 0; round < 200; round++) {
      String text = RandomText.of(random, 1 + random.nextInt(20));
      assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }
  }

  @Test
  void familiesCutNumbersAsTheirNamesSay() {
    assertThat(words("default", "12345")).containsExactly("123", "45");
    assertThat(words("falcon", "ab 12345")).containsExactly("ab", " ", "123", "45");
    assertThat(words("deepseek-coder", "x 12")).containsExactly("x", " ", "1", "2");
    assertThat(words("deepseek-llm", "Hi there 你好 12\n  "))
        .containsExactly("Hi", " there", " ", "你好", " ", "12", "\n", "  ");
    assertThat(words("tekken", "HTTPServer 12")).containsExactly("HTTPServer", " ", "1", "2");
    assertThat(words("bloom", "a b. c")).containsExactly("a", " b", ".", " c");
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThatThrownBy(() -> PreTokenizerFamilies.named("martian"))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining("martian")
        .hasMessageContaining("tokenizer.ggml.pre");
  }

  private static List<String> words(String family, String text) {
    List<String> words = new ArrayList<>();
    PreTokenizerFamilies.named(family)
        .split(
            text,
            0,
            text.length(),
            0,
            (part, from, to, source) -> words.add(part.substring(from, to)));
    return words;
  }

  private static Tokenizer gguf(String kind, String pre) {
    JsonNode model = Fixtures.json(kind + "/tokenizer.json").get("model");
    String[] tokens = new String[model.get("vocab").size()];
    model.get("vocab").properties().forEach(e -> tokens[e.getValue().asInt()] = e.getKey());
    List<String> merges =
        model
            .get("merges")
            .valueStream()
            .map(pair -> pair.get(0).asString() + " " + pair.get(1).asString())
            .toList();
    List<Integer> types = new ArrayList<>();
    for (int id = 0; id < tokens.length; id++) {
      types.add(id < 3 ? 3 : 1);
    }
    return GgufTokenizers.load(
        PublishedVocabularies.metadata(
            "gpt2", Optional.of(pre), List.of(tokens), List.of(), types, merges));
  }
}
