package dev.chatwright.tokenizer.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tokenizer.SharedData;
import dev.chatwright.tokenizer.WordPattern;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares with the merges that Hugging Face tokenizers learnt, see train_tokenizers.py. */
class HuggingFaceMergesTest {

  static IntStream rows() throws IOException {
    return IntStream.range(0, expected().size());
  }

  private static JsonNode expected() throws IOException {
    try (InputStream stream = HuggingFaceMergesTest.class.getResourceAsStream("merges.json")) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(stream));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void mergesAreTheSame(int index) throws Exception {
    JsonNode row = expected().get(index);
    TrainingOptions options =
        TrainingOptions.of(TokenizerKind.BPE, row.get("size").asInt())
            .withPattern(WordPattern.valueOf(row.get("pattern").asString()))
            .withMinimumFrequency(row.get("leastFrequency").asLong())
            .withSpecialTokens(List.of("<|endoftext|>", "<|im_start|>"));

    TrainedTokenizer trained =
        TokenizerTraining.train(List.of(text(row)), options, TrainingProgress.NONE);

    JsonNode model = JsonMapper.shared().readTree(trained.json()).get("model");
    assertThat(model.get("vocab")).hasSize(row.get("vocabulary").asInt());
    assertThat(model.get("merges")).hasSize(row.get("merges").asInt());
    assertThat(digest(model.get("merges"))).isEqualTo(row.get("sha256").asString());
  }

  private static TrainingText text(JsonNode row) {
    return row.get("text").asString().equals("formula")
        ? TrainingText.of("formula", FormulaText.of(20_000))
        : TrainingText.file(SharedData.file("pretrain/tinyshakespeare/input.txt"));
  }

  private static String digest(JsonNode merges) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (JsonNode merge : merges) {
      String line = merge.get(0).asString() + " " + merge.get(1).asString() + "\n";
      digest.update(line.getBytes(UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
