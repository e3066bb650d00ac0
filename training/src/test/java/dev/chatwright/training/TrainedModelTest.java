package dev.chatwright.training;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.inference.CacheType;
import dev.chatwright.inference.EngineOptions;
import dev.chatwright.inference.LanguageModel;
import dev.chatwright.inference.Perplexity;
import dev.chatwright.model.training.TokenBatch;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was trained is what inference computes with. */
class TrainedModelTest {
  /** In 32 bits, as training computes. */
  private static final EngineOptions OPTIONS = EngineOptions.DEFAULT.withCacheType(CacheType.F32);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void theSavedModelLearntTheTextAndInferenceFindsTheSameLoss(ModelShape.Kind kind)
      throws Exception {
    Path file = folder.resolve("model.gguf");
    String text = new String(SmallRun.TEXT, 0, 16, US_ASCII);
    double expected;
    try (SmallRun run = new SmallRun(kind, 2)) {
      double before = HeldOutLoss.compute(run.network, run.tokens);
      run.steps(60);
      double after = HeldOutLoss.compute(run.network, run.tokens);
      assertThat(before).isCloseTo(Math.log(run.vocabulary.size()), within(0.2));
      assertThat(after).isLessThan(1);

      GgufWriter writer = new GgufWriter();
      TrainedModel.describe(run.spec, run.parameters, "small", writer, Arena.ofAuto());
      run.vocabulary.describe(writer);
      writer.write(file);
      expected = lossOfSecondHalf(run);
    }

    try (LanguageModel model = LanguageModel.load(file, "small", OPTIONS)) {
      assertThat(model.tokenizer().encode(text)).isEqualTo(encoded(text));
      Perplexity perplexity = Perplexity.evaluate(model, text, 16, 1, (_, _, _) -> {});
      assertThat(Math.log(perplexity.perplexity())).isCloseTo(expected, within(1e-5));
    }
  }

  private static int[] encoded(String text) {
    return new ByteVocabulary(SmallRun.TEXT).encode(text.getBytes(US_ASCII));
  }

  /** Scores what perplexity scores: the tokens after the middle of a chunk. */
  private static double lossOfSecondHalf(SmallRun run) {
    TokenBatch batch = run.network.batch();
    batch.clear();
    for (int row = 0; row < 15; row++) {
      batch.tokens()[row] = run.tokens.get(row);
      if (row >= 8) {
        batch.targets()[row] = run.tokens.get(row + 1);
      }
    }
    return run.network.loss() / batch.targetCount();
  }
}
