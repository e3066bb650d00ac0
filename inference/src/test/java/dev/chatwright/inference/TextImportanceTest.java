package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.model.Weights;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes into each weight is what the text puts there. */
@Timeout(60)
class TextImportanceTest {
  private static final EngineOptions OPTIONS = EngineOptions.DEFAULT.withThreads(2);
  private static final String TEXT =
      "the cab is at the bay, and 12 more are on their way. ".repeat(4);

  @TempDir private Path folder;

  private GgufFile importance(Path model) throws IOException {
    List<Integer> done = new ArrayList<>();
    TextImportance found =
        TextImportance.measure(model, TEXT, OPTIONS, (chunk, _) -> done.add(chunk));
    assertThat(found.chunkLength()).isEqualTo(64); // the context
    assertThat(done).hasSize(found.chunks()).startsWith(1, 2);
    Path file = folder.resolve("importance.gguf");
    found.importance().write(file, "text", found.chunks(), found.chunkLength());
    return GgufFile.open(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "gemma3", "gpt2"})
  void everyMatrixThatIsMultipliedHasOne(String family) throws IOException {
    Path model = TinyFamilies.write(family, folder);

    try (GgufFile found = importance(model);
        GgufFile file = GgufFile.open(model)) {
      file.tensors()
          .forEach(
              (name, weight) -> {
                if (weight.rows() > 1 && !name.equals("position_embd.weight")) {
                  Tensor sums = found.tensor(name + ".in_sum2").orElseThrow();
                  assertThat(sums.columns()).as(name).isEqualTo(weight.columns());
                  assertThat(sums.toArray()).as(name).doesNotContain(0f);
                }
              });
    }
  }

  /** Of what a norm with gain g gives, the squares divided by g² have the mean 1. */
  @Test
  void whatGoesInIsWhatTheNormGives() throws IOException {
    Path model = TinyFamilies.write("llama", folder);

    try (GgufFile found = importance(model);
        GgufFile file = GgufFile.open(model)) {
      Tensor sums = found.tensor("blk.1.attn_q.weight.in_sum2").orElseThrow();
      float count = found.tensor("blk.1.attn_q.weight.counts").orElseThrow().get(0, 0);
      Tensor gain = Weights.of(file.tensors()).require("blk.1.attn_norm.weight");
      double mean = 0;
      for (int i = 0; i < gain.columns(); i++) {
        mean += sums.get(0, i) / count / (gain.get(0, i) * gain.get(0, i)) / gain.columns();
      }
      assertThat(mean).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void aTextThatIsTooShortIsRefusedWithBothNumbers() throws IOException {
    Path model = TinyFamilies.write("llama", folder);

    assertThatThrownBy(() -> TextImportance.measure(model, "xyz", OPTIONS, (_, _) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the text must be at least 64 tokens long, got 3");
  }
}
