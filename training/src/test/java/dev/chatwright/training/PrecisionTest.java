package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.runs.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs by recipes that say how many bits are multiplied. */
class PrecisionTest {
  private static final String RECIPE =
      """
      model:
        layers: 2
        width: 32
        context: 16
      training:
        steps: 40
        rate: 0.01
        saveEvery: 4
      """;

  @TempDir private Path folder = Path.of("set by JUnit");

  private Recipe recipe(String precision) throws IOException {
    Path file = Files.writeString(folder.resolve("r.yaml"), RECIPE);
    return Recipe.read(file, Map.of("training.precision", precision));
  }

  /** Trains to some step, and returns the loss that was held out, if that was the last. */
  private double train(String precision, String out, int threads, int until) throws IOException {
    Path text = Files.write(folder.resolve("text.txt"), SmallRun.TEXT);
    try (Parallel parallel = new Parallel(threads);
        var run =
            new Pretraining(
                recipe(precision), text, folder.resolve(out), Kernels.fastest(), parallel)) {
      RunOutcome outcome = run.run(_ -> {}, () -> run.stepsTaken() == until);
      return outcome.figures().getOrDefault("validationLoss", Double.NaN);
    }
  }

  private static void needBfloats() {
    assumeTrue(
        Precision.BF16.here() == Precision.BF16,
        "no bf16 products that are faster than those of floats");
  }

  @Test
  void aRecipeThatSaysNothingMeansWhatIsFaster() throws IOException {
    Recipe plain = Recipe.read(Files.writeString(folder.resolve("r.yaml"), RECIPE));

    assertThat(plain.precision()).isEqualTo(Precision.AUTO);
    assertThat(plain.precision().here()).isEqualTo(Precision.BF16.here());
    assertThat(plain.precision().notice()).isEmpty();
  }

  @Test
  void anUnknownPrecisionIsRefused() {
    assertThatThrownBy(() -> recipe("fp16"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining(
            "\"training.precision\" must be one of f32, bf16, auto, found \"fp16\"");
  }

  @Test
  void bothComeToTheSameLossAndSayWhichTheyAre() throws IOException {
    needBfloats();
    double floats = train("f32", "floats", 2, -1);

    double bfloats = train("bf16", "bfloats", 2, -1);

    assertThat(bfloats).isCloseTo(floats, within(0.02 * floats)).isNotEqualTo(floats);
    assertThat(precisionOf("floats")).isEqualTo("f32");
    assertThat(precisionOf("bfloats")).isEqualTo("bf16");
  }

  private String precisionOf(String out) throws IOException {
    return RunFolder.manifest(folder.resolve(out)).description().precision();
  }

  @Test
  void aRunOfBfloatsHasTheSameBytesForEveryNumberOfThreadsAndWhereItIsInterrupted()
      throws IOException {
    needBfloats();
    train("bf16", "one/run", 1, -1);
    train("bf16", "three/run", 3, 7);
    train("bf16", "three/run", 2, -1);

    assertThat(folder.resolve("three/run/model.gguf"))
        .hasSameBinaryContentAs(folder.resolve("one/run/model.gguf"));
  }

  @Test
  void aRunDoesNotGoOnInAnotherPrecision() throws IOException {
    needBfloats();
    train("f32", "floats", 1, 5);
    train("bf16", "bfloats", 1, 5);

    assertThatThrownBy(() -> train("bf16", "floats", 1, 8))
        .hasMessageContaining("learnt with f32 and would go on with bf16");
    assertThatThrownBy(() -> train("f32", "bfloats", 1, 8))
        .hasMessageContaining("learnt with bf16 and would go on with f32");
    train("auto", "bfloats", 1, 8);
  }
}
