package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.testing.ByteTokenizer;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole models that are broken are refused with a reason, or end their replies with one. */
@Timeout(60)
class LanguageModelFaultTest {
  private static final EngineOptions OPTIONS = EngineOptions.DEFAULT.withThreads(1);

  @TempDir private Path folder;

  private static CollectedReply reply(LanguageModel model, String prompt)
      throws InterruptedException {
    return CollectedReply.of(
        model.generate(
            GenerationRequest.of(model.rawPrompt(prompt).tokens())
                .withSampling(SamplingOptions.GREEDY)
                .withMaxTokens(5)));
  }

  private void requireRefused(TinyGguf broken, String... parts) throws IOException {
    Path file = broken.writeTo(folder);

    assertThatThrownBy(() -> LanguageModel.load(file, "tiny", OPTIONS))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void aWholeModelAnswers() throws IOException, InterruptedException {
    Path file = new TinyGguf().writeTo(folder);

    try (LanguageModel model = LanguageModel.load(file, "tiny", OPTIONS)) {
      assertThat(model.rawPrompt("ab").tokens()).containsExactly('a', 'b');
      assertThat(reply(model, "ab").finished().error()).isEmpty();
    }
  }

  @Test
  void aPromptOfTenMillionLettersIsRefusedWithBothNumbers() throws IOException {
    Path file = new TinyGguf().writeTo(folder);

    try (LanguageModel model = LanguageModel.load(file, "tiny", OPTIONS)) {
      int[] prompt = model.rawPrompt("a".repeat(10_000_000)).tokens();

      assertThatThrownBy(() -> model.generate(GenerationRequest.of(prompt)))
          .isInstanceOf(PromptTooLongException.class)
          .hasMessageContaining("10000000")
          .hasMessageContaining("64");
    }
  }

  @Test
  void anAbsentFileIsNamed() {
    Path absent = folder.resolve("absent.gguf");

    assertThatThrownBy(() -> LanguageModel.load(absent, "absent", OPTIONS))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("absent.gguf");
  }

  @Test
  void anEmbeddingWithoutARowForEachTokenIsRefused() throws IOException {
    TinyGguf model = new TinyGguf();

    requireRefused(
        model.with("token_embd.weight", model.random(ByteTokenizer.SIZE - 1, 32)),
        "token_embd.weight",
        "[256, 32]",
        "[257, 32]");
  }

  @Test
  void aNormOfZerosIsRefused() throws IOException {
    requireRefused(
        new TinyGguf().with("blk.0.ffn_norm.weight", TinyGguf.filled(0)),
        "blk.0.ffn_norm.weight",
        "zero");
  }

  @Test
  void aNormThatIsNoNumberIsRefused() throws IOException {
    requireRefused(
        new TinyGguf().with("output_norm.weight", TinyGguf.filled(Float.NaN)),
        "output_norm.weight",
        "NaN");
  }

  @Test
  void scoresOfAnotherTypeAreRefused() throws IOException {
    requireRefused(
        new TinyGguf().withScoresOfAnotherType(), "tokenizer.ggml.scores", "floating-point");
  }

  /** Reading every weight before the first answer would take too long; the first reply tells. */
  @Test
  void weightsThatAreNoNumbersEndEachReplyWithAReason() throws IOException, InterruptedException {
    TinyGguf broken = new TinyGguf();
    Tensor weight = broken.random(64, 32);
    weight.set(3, 3, Float.NaN);
    Path file = broken.with("blk.0.ffn_up.weight", weight).writeTo(folder);

    try (LanguageModel model = LanguageModel.load(file, "tiny", OPTIONS)) {
      for (int i = 0; i < 2; i++) { // the engine outlives it
        Finished finished = reply(model, "ab").finished();

        assertThat(finished.reason()).isEqualTo(FinishReason.ERROR);
        assertThat(finished.error().orElseThrow()).contains("NaN").contains("weights are broken");
      }
    }
  }
}
