package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class RecommendedSamplingTest {
  private static final SamplingOptions QWEN =
      SamplingOptions.DEFAULT
          .withTemperature(0.6f)
          .withTruncation(Truncation.NONE.withTopK(20).withTopP(0.95f))
          .withAdjustments(LogitAdjustments.NONE.withRepetitionPenalty(1.05f));

  @TempDir private Path folder;

  private static SamplingOptions config(String json) {
    return RecommendedSampling.ofGenerationConfig(
        new JsonProperties(Path.of("generation_config.json"), JsonMapper.shared().readTree(json)));
  }

  @Test
  void aGenerationConfigIsFollowed() {
    assertThat(
            config(
                """
                {"do_sample":true,"temperature":0.6,"top_k":20,"top_p":0.95,"eos_token_id":[1,2],
                "repetition_penalty":1.05}"""))
        .isEqualTo(QWEN);
    assertThat(config("{\"min_p\":0.1}").truncation().minP()).isEqualTo(0.1f);
  }

  @Test
  void whatItDoesNotSayIsAsUsual() {
    assertThat(config("{}")).isEqualTo(SamplingOptions.DEFAULT);
    assertThat(config("{\"do_sample\":false,\"temperature\":0.6}"))
        .isEqualTo(SamplingOptions.DEFAULT);
  }

  @Test
  void whatIsOutOfRangeIsAsUsual() {
    assertThat(
            config(
                """
                {"temperature":-1,"top_k":-1,"top_p":0,"min_p":2,"repetition_penalty":0}"""))
        .isEqualTo(SamplingOptions.DEFAULT);
  }

  @Test
  void theMetadataOfAGgufFileIsFollowed() throws IOException {
    try (LanguageModel model =
        LanguageModel.load(
            new TinyGguf().withRecommendation().writeTo(folder), "tiny", EngineOptions.DEFAULT)) {
      assertThat(model.sampling()).isEqualTo(QWEN);
    }
  }

  @Test
  void aFileThatSaysNothingIsSampledAsUsual() throws IOException {
    try (LanguageModel model =
        LanguageModel.load(new TinyGguf().writeTo(folder), "tiny", EngineOptions.DEFAULT)) {
      assertThat(model.sampling()).isEqualTo(SamplingOptions.DEFAULT);
    }
  }
}
