package dev.chatwright.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Compares with what Hugging Face tokenizers gave for tiny tokenizers of each kind. */
class HuggingFaceReferenceTest {

  @ParameterizedTest
  @MethodSource("dev.chatwright.tokenizer.Fixtures#kinds")
  void idsAndTextsAreIdentical(String kind) throws IOException {
    Tokenizer tokenizer = Fixtures.tokenizer(kind);
    List<String> texts = Fixtures.texts();
    JsonNode expected = Fixtures.json(kind + "/expected.json");
    List<String> differences = new ArrayList<>();

    for (int i = 0; i < texts.size(); i++) {
      JsonNode row = expected.get(i);
      int[] tokens = tokenizer.encode(texts.get(i));
      differ(differences, texts.get(i), ints(row.get("ids")), tokens);
      if (row.get("framed").isArray()) {
        differ(
            differences,
            texts.get(i),
            ints(row.get("framed")),
            tokenizer.encodeFramed(texts.get(i), Integer.MAX_VALUE));
      }
      differ(
          differences,
          texts.get(i),
          row.get("decoded").asString(),
          tokenizer.decode(ints(row.get("ids"))));
    }

    assertThat(texts).hasSizeGreaterThan(60);
    assertThat(differences).isEmpty();
  }

  private static void differ(
      List<String> differences, String text, Object expected, Object actual) {
    String wanted = printed(expected);
    String got = printed(actual);
    if (!wanted.equals(got)) {
      differences.add("%n%s%n  expected %s%n  but was  %s".formatted(printed(text), wanted, got));
    }
  }

  private static String printed(Object value) {
    return value instanceof int[] numbers
        ? Arrays.toString(numbers)
        : new ObjectMapper().writeValueAsString(value);
  }

  private static int[] ints(JsonNode array) {
    return array.valueStream().mapToInt(JsonNode::asInt).toArray();
  }
}
