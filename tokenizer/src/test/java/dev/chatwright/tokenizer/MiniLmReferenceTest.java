package dev.chatwright.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Compares with ids that Hugging Face's tokenizer gave for all-MiniLM-L6-v2. */
class MiniLmReferenceTest {
  private static final int LIMIT = 256;

  @Test
  void goldenIdsAreIdentical() throws IOException {
    JsonNode cases = SharedData.json("golden/minilm-f32.json").get("cases");
    Tokenizer tokenizer =
        TokenizerJson.load(
            SharedData.model("chatwright.minilm", "all-minilm-l6-v2", "tokenizer.json"),
            Optional.empty());

    for (JsonNode example : cases) {
      int[] tokens = tokenizer.encodeFramed(example.get("text").asString());
      if (tokens.length > LIMIT) {
        int end = tokens[tokens.length - 1];
        tokens = Arrays.copyOf(tokens, LIMIT);
        tokens[LIMIT - 1] = end;
      }
      assertThat(tokens)
          .as(example.get("text").asString())
          .isEqualTo(example.get("tokens").valueStream().mapToInt(JsonNode::asInt).toArray());
    }

    assertThat(cases.size()).isEqualTo(5);
  }
}
