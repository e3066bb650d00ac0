package dev.chatwright.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.privacy.PrivacyClaim;
import dev.chatwright.training.privacy.PrivacyLedger;
import dev.chatwright.training.runs.MetricRow;
import dev.chatwright.training.runs.RunFolder;
import dev.chatwright.training.runs.RunState;
import dev.chatwright.training.runs.RunView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Private runs, on a model of a few thousand numbers that has hardly learnt. */
final class PrivateTuningTest {
  private static final String BASE_RECIPE =
      """
      model: {architecture: llama, layers: 2, heads: 2, width: 32, context: 64}
      training: {steps: 1, batch: 1}
      """;

  @TempDir private Path folder = Path.of("set by JUnit");
  private Path model = Path.of("");
  private Path data = Path.of("");

  @BeforeEach
  void makeModelAndConversations() throws IOException {
    StringBuilder letters = new StringBuilder("\n");
    for (char letter = ' '; letter <= '~'; letter++) {
      letters.append(letter);
    }
    Path text = Files.write(folder.resolve("a.txt"), letters.toString().repeat(10).getBytes(UTF_8));
    Recipe recipe = Recipe.parse(BASE_RECIPE, folder.resolve("base.yaml"));
    try (Parallel parallel = new Parallel(1);
        Pretraining run =
            new Pretraining(recipe, text, folder.resolve("base"), Kernels.fastest(), parallel)) {
      run.run(_ -> {}, () -> false);
    }
    model = folder.resolve("base").resolve("model.gguf");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      rows.append(
          """
          {"messages":[{"role":"user","content":"say %d"},{"role":"assistant","content":"%s"}]}
          """
              .formatted(i, "yes ".repeat(1 + i % 7)));
    }
    data = Files.writeString(folder.resolve("chats.jsonl"), rows);
  }

  private static String recipe(int steps, String privacy) {
    return """
        data: {heldOut: 0.2}
        lora: {rank: 4, alpha: 8}
        training: {length: 64, batch: 2, steps: %d, rate: 0.02, schedule: constant, saveEvery: 2}
        privacy: {%s}
        """
        .formatted(steps, privacy);
  }

  private RunOutcome tune(Path out, String recipe, RunListener listener) throws IOException {
    TuningRecipe read = TuningRecipe.parse(TuningKind.LORA, recipe, folder.resolve("lora.yaml"));
    try (Parallel parallel = new Parallel(2);
        Tuning run =
            Tuning.open(read, TuningFiles.of(model, data), out, Kernels.fastest(), parallel)) {
      return run.run(listener, () -> false);
    }
  }

  private RunOutcome tune(Path out, String recipe) throws IOException {
    return tune(out, recipe, _ -> {});
  }

  @Test
  void noiseIsChosenForTheBudgetAndItsSpendingTold() throws IOException {
    Path out = folder.resolve("run");

    RunOutcome outcome = tune(out, recipe(6, "epsilon: 4, delta: 1e-3, batch: 8"));

    assertThat(requireNonNull(outcome.figures().get("epsilon"))).isEqualTo(4, within(0.01));
    List<MetricRow> rows = RunFolder.metrics(out).rows();
    assertThat(rows).hasSize(6);
    for (int i = 1; i < rows.size(); i++) {
      assertThat(rows.get(i).epsilon().orElseThrow())
          .isGreaterThan(rows.get(i - 1).epsilon().orElseThrow());
    }
    PrivacyClaim claim = RunView.read(out).privacy().orElseThrow();
    assertThat(claim.epsilon())
        .isEqualTo(rows.getLast().epsilon().orElseThrow())
        .isLessThanOrEqualTo(4);
    assertThat(claim.steps()).isEqualTo(6);
    assertThat(Files.readString(out.resolve("README.md")))
        .contains("## Privacy", "at delta 0.001 by example");
    assertThat(out.resolve("privacy.key")).doesNotExist();
  }

  @Test
  void theRunStopsWhenTheBudgetIsSpent() throws IOException {
    Path out = folder.resolve("run");

    RunOutcome outcome =
        tune(out, recipe(500, "epsilon: 3, noise: 1.2, delta: 1e-3, batch: 8, accountant: rdp"));

    assertThat(outcome.state()).isEqualTo(RunState.FINISHED);
    assertThat(RunFolder.metrics(out).rows().size()).isBetween(2, 100);
    assertThat(requireNonNull(outcome.figures().get("epsilon"))).isBetween(2.5, 3.0);
    assertThat(out.resolve("adapter.gguf")).exists();
  }

  @Test
  void aRunThatIsCutOffAnywhereEndsWithTheSameBytesAndHasSpentTheSame() throws IOException {
    String privacy = "noise: 0.8, delta: 1e-3, batch: 8";
    Path whole = folder.resolve("whole");
    tune(whole, recipe(7, privacy));
    // The random numbers are secret, so that both runs need the same key to be comparable.
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Path saved = Files.createDirectory(folder.resolve("saved"));
    RunListener thief =
        row -> {
          if (row.step() == 5) {
            copy(parts, saved);
            throw new IllegalStateException("cut off after step 5, saved after step 4");
          }
        };
    assertThatThrownBy(() -> tune(parts, recipe(7, privacy), thief))
        .hasMessageContaining("cut off");
    double spent = PrivacyLedger.claim(parts).orElseThrow().epsilon();
    assertThat(PrivacyLedger.claim(parts).orElseThrow().steps()).isEqualTo(5);

    RunOutcome resumed = tune(parts, recipe(7, privacy));
    tune(saved, recipe(7, privacy)); // and once more from where it was cut

    assertThat(parts.resolve("adapter.gguf")).hasSameBinaryContentAs(saved.resolve("adapter.gguf"));
    assertThat(PrivacyLedger.claim(parts).orElseThrow().steps()).isEqualTo(7);
    assertThat(requireNonNull(resumed.figures().get("epsilon")))
        .isGreaterThan(spent)
        .isEqualTo(PrivacyLedger.claim(whole).orElseThrow().epsilon());
  }

  /** Trains in another process: arguments are recipe, model, data and folder. */
  static final class Killed {
    private Killed() {}

    public static void main(String[] arguments) throws IOException {
      TuningRecipe recipe = TuningRecipe.read(TuningKind.LORA, Path.of(arguments[0]), Map.of());
      Path out = Path.of(arguments[3]);
      try (Parallel parallel = new Parallel(1);
          Tuning run =
              Tuning.open(
                  recipe,
                  TuningFiles.of(Path.of(arguments[1]), Path.of(arguments[2])),
                  out,
                  Kernels.fastest(),
                  parallel)) {
        run.run(_ -> {}, () -> false);
      }
    }
  }

  @Test
  void aRunThatIsKilledHasPaidForEveryStepItTook() throws Exception {
    String privacy = recipe(1000, "noise: 0.8, delta: 1e-3, batch: 8, accountant: rdp");
    Path file = Files.writeString(folder.resolve("lora.yaml"), privacy);
    Path out = Files.createDirectory(folder.resolve("run"));
    for (int kill = 1; kill <= 3; kill++) {
      KilledRun.killAfter(
          7L * kill,
          out,
          Killed.class,
          file.toString(),
          model.toString(),
          data.toString(),
          out.toString());
      long spent = PrivacyLedger.claim(out).orElseThrow().steps();
      // One may have been paid for and not taken; one taken again is not paid for again.
      long rows = RunFolder.metrics(out).rows().size();
      assertThat(spent).isBetween(rows, rows + 1);
    }
    Path twin = Files.createDirectory(folder.resolve("twin"));
    copy(out, twin);
    long paid = PrivacyLedger.claim(out).orElseThrow().steps();
    resume(out, paid + 5, 1);
    resume(twin, paid + 5, 2);

    assertThat(PrivacyLedger.claim(out).orElseThrow().steps()).isEqualTo(paid + 5);
    assertThat(out.resolve("adapter.gguf")).hasSameBinaryContentAs(twin.resolve("adapter.gguf"));
  }

  private void resume(Path out, long steps, int threads) throws IOException {
    String recipe = recipe((int) steps, "noise: 0.8, delta: 1e-3, batch: 8, accountant: rdp");
    TuningRecipe read = TuningRecipe.parse(TuningKind.LORA, recipe, folder.resolve("lora.yaml"));
    try (Parallel parallel = new Parallel(threads);
        Tuning run =
            Tuning.open(read, TuningFiles.of(model, data), out, Kernels.fastest(), parallel)) {
      run.run(_ -> {}, () -> false);
    }
  }

  private static void copy(Path from, Path to) {
    try (var files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file, to.resolve(file.getFileName().toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epsilon: 0, batch: 8 | line 4: \"privacy.epsilon\" must be above 0, found 0.0",
        "epsilon: -1, batch: 8 | must be above 0, found -1.0",
        "epsilon: x, batch: 8 | must be a number, found \"x\"",
        "epsilon: 4, delta: 0, batch: 8 | \"privacy.delta\" must be between 0 and 1",
        "epsilon: 4 | \"privacy.batch\" is missing",
        "batch: 8 | \"privacy.epsilon\" is missing",
        "epsilon: 4, batch: 8, noise: 0.001 | noise must be from 0.05",
        "epsilon: 4, batch: 8, clip: 0 | \"privacy.clip\" must be above 0",
        "epsilon: 4, batch: 8, sigma: 1 | \"privacy.sigma\" is unknown",
        "epsilon: 4, batch: 8, accountant: gdp | must be one of prv, rdp",
        "epsilon: 4, batch: 80, delta: 1e-3 | privacy.batch must not be more than the ",
        "epsilon: 4, batch: 8, delta: 0.1 | privacy.delta must be below 1/",
        "epsilon: 0.1, noise: 0.3, batch: 8, delta: 1e-3 | in the first step, privacy.epsilon is"
      })
  void whatCannotBePrivateIsRefused(String privacy, String problem) {
    assertThatThrownBy(() -> tune(folder.resolve("run"), recipe(3, privacy)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource({"clip: 1, training.clip", "accumulation: 2, training.accumulation"})
  void whatWouldAddUpGradientsAnotherWayIsRefused(String other, String key) {
    String text = "training: {%s}\nprivacy: {epsilon: 4, batch: 8}\n".formatted(other);

    assertThatThrownBy(() -> TuningRecipe.parse(TuningKind.LORA, text, folder.resolve("x.yaml")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("\"%s\" has no place in a private run".formatted(key));
  }

  @Test
  void onlyChangesOfLowRankCanBePrivate() {
    assertThatThrownBy(
            () ->
                TuningRecipe.parse(
                    TuningKind.SFT, "privacy: {epsilon: 4, batch: 8}\n", folder.resolve("x.yaml")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("\"privacy.epsilon\" is for tune lora only");
  }

  @Test
  void anotherRecipeMustNotUseTheSameNumbers() throws IOException {
    Path out = folder.resolve("run");
    tune(out, recipe(2, "noise: 1, delta: 1e-3, batch: 8"));
    Files.delete(out.resolve("run.checkpoint")); // as if the run had failed before its first save
    Path manifest = out.resolve("run.json");
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("\"state\" : \"finished\"", "\"state\" : \"failed\""));

    assertThatThrownBy(() -> tune(out, recipe(2, "noise: 1, delta: 1e-3, batch: 9")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("privacy.jsonl is of another recipe or data");
  }
}
