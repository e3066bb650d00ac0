package dev.chatwright.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Compares with ids that llama.cpp gave for the same files. */
class GgufReferenceTest {

  @Test
  void idsOfTheGpt2VocabularyAreIdentical() throws IOException {
    compare("models/ggml-vocab/ggml-vocab-gpt-2.gguf", PublishedVocabularies.gpt2());
  }

  @Test
  void idsOfTheLlamaVocabularyAreIdentical() throws IOException {
    compare("models/ggml-vocab/ggml-vocab-llama-spm.gguf", PublishedVocabularies.llama());
  }

  private static void compare(String file, Tokenizer tokenizer) throws IOException {
    String[] texts =
        Files.readString(SharedData.file(file + ".inp")).split("\n__ggml_vocab_test__\n", -1);
    List<String> expected = Files.readAllLines(SharedData.file(file + ".out"));

    for (int i = 0; i < expected.size(); i++) {
      assertThat(tokenizer.encode(texts[i]))
          .as("text %d: %s", i, texts[i])
          .isEqualTo(numbers(expected.get(i)));
    }

    assertThat(expected).hasSizeGreaterThan(40);
  }

  private static int[] numbers(String line) {
    return Arrays.stream(line.trim().split(" "))
        .filter(part -> !part.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  @Test
  void goldenPromptsOfSmolLm2AreIdentical() throws IOException {
    JsonNode cases = SharedData.json("golden/smollm2-f32.json").get("cases");
    Tokenizer tokenizer = smolLm2();

    for (JsonNode example : cases) {
      int[] expected = ints(example.get("promptTokens"));
      int[] actual =
          example.get("kind").asString().equals("raw")
              ? tokenizer.encode(example.get("rendered").asString())
              : tokenizer.encode(chat(example)).tokens();
      assertThat(actual).as(example.get("name").asString()).isEqualTo(expected);
    }

    assertThat(cases.size()).isEqualTo(12);
  }

  @Test
  void goldenRepliesOfSmolLm2DecodeToTheirText() throws IOException {
    JsonNode cases = SharedData.json("golden/smollm2-f32.json").get("cases");
    Tokenizer tokenizer = smolLm2();

    for (JsonNode example : cases) {
      assertThat(tokenizer.decode(ints(example.get("tokens"))))
          .as(example.get("name").asString())
          .isEqualTo(example.get("text").asString());
    }
  }

  private static Tokenizer smolLm2() throws IOException {
    return GgufTokenizers.load(
        GgufMetadataReader.read(
            SharedData.model("chatwright.smollm2", "smollm2-135m-instruct", ".gguf")));
  }

  /** Marks what the messages say as a person's in the rendered prompt. */
  private static PromptText chat(JsonNode example) {
    String rendered = example.get("rendered").asString();
    List<PromptText.Piece> pieces = new ArrayList<>();
    int at = 0;
    int message = 0;
    for (JsonNode node : example.get("messages")) {
      String content = node.get("content").asString();
      int found = rendered.indexOf(content, at);
      pieces.add(new PromptText.Piece(rendered.substring(at, found), true, -1));
      pieces.add(new PromptText.Piece(content, false, message++));
      at = found + content.length();
    }
    pieces.add(new PromptText.Piece(rendered.substring(at), true, -1));
    return new PromptText(pieces);
  }

  private static int[] ints(JsonNode array) {
    return array.valueStream().mapToInt(JsonNode::asInt).toArray();
  }
}
