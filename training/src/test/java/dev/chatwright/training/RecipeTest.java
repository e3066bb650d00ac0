package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.optimizer.AdamWOptions;
import dev.chatwright.training.optimizer.OptimizerOptions;
import dev.chatwright.training.optimizer.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {
  @TempDir Path folder;

  @Test
  void theShakespeareRecipeIsNanoGptsConfiguration() throws IOException {
    Recipe recipe = Recipe.read(Path.of("../examples/01-shakespeare/shakespeare.yaml"));

    assertThat(recipe.model())
        .isEqualTo(new ModelShape(ModelShape.Kind.GPT2, 4, 4, 128, 64, false));
    assertThat(recipe.cadence()).isEqualTo(new Cadence(2000, 250, 250));
    assertThat(recipe.batch()).isEqualTo(12);
    assertThat(recipe.trainer().schedule()).isEqualTo(new Schedule.Cosine(1e-3, 1e-4, 100, 2000));
    assertThat(recipe.optimizer())
        .isEqualTo(OptimizerOptions.of(new AdamWOptions(0.9, 0.99, 1e-8, 0.1)));
  }

  /** By --set nothing can be left out of a recipe. */
  @Test
  void whatSaysNothingElseThanHappensIsAllowed() throws IOException {
    Recipe recipe =
        Recipe.parse(
            "training: {rate: 0.01, schedule: constant, warmUp: 0, lowestRate: 1e-2, decay: 0}",
            folder.resolve("recipe.yaml"));

    assertThat(recipe.trainer().schedule()).isEqualTo(new Schedule.Constant(0.01));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'  width: 128~  widht: 3' | 'line 3: \"model.widht\" is unknown; known are data.heldOut'",
        "'  width: 0' | 'line 2: \"model.width\" must be a whole number from 1 to 16384,"
            + " found \"0\"'",
        "'  context: 16777216~training:~  batch: 2' | 'line 4: \"training.batch\" of 2 sequences'",
        "'  width: [1]' | 'line 2: \"model.width\" must be a single value'",
        "'  width: &a 8' | 'line 2: anchors (&) and tags (!) are not supported'",
        "'  width: !!int 8~  a: *a' | 'found no YAML'",
        "'  width: 130' | 'line 2: \"model.width\" cannot be: width must be a multiple of 4 heads'",
        "'  width: 8~  width: 8' | 'line 3: \"width\" is there twice'",
        "'  biases: maybe' | 'line 2: \"model.biases\" must be one of true, false, found"
            + " \"maybe\"'",
        "'  width: 128~training:~  rate: 0' | 'line 4: \"training.rate\" must be above 0, found 0.0'",
        "'  width: 128~training:~  rate: .inf' | 'line 4: \"training.rate\" must be a number'",
        "'  width: 128~training:~  rate: Infinity' | 'line 4: \"training.rate\" must be above 0'",
        "'  width: 128~training:~  rate: NaN' | 'line 4: \"training.rate\" must be above 0'",
        "'  width: 128~training:~  rate: 1~  lowestRate: 2' | 'line 5: \"training.lowestRate\" must be"
            + " from 0 to the rate of 1.0, found 2.0'",
        "'  width: 128~training:~  steps: 3~  warmUp: 5' | 'line 5: \"training.warmUp\" must be a whole"
            + " number from 0 to 3, found \"5\"'",
        "'  width: 128~training:~  steps: 9~  schedule: stable~  decay: 8~  warmUp: 5' | 'line 6:"
            + " \"training.decay\" must"
            + " be a whole number from 0 to 4, found \"8\"'",
        "'  width: 128~training:~  schedule: constant~  warmUp: 5' | 'line 5: \"training.warmUp\" has no"
            + " effect with the schedule constant; leave it out, or choose stable, whose"
            + " rate stays with a decay of 0'",
        "'  width: 128~training:~  schedule: constant~  lowestRate: 0' | 'line 5:"
            + " \"training.lowestRate\" has no effect with the schedule constant'",
        "'  width: 128~training:~  schedule: constant~  decay: 3' | 'line 5: \"training.decay\" has no"
            + " effect with the schedule constant; leave it out, or choose stable'",
        "'  width: 128~training:~  decay: 3' | 'line 4: \"training.decay\" has no effect with the"
            + " schedule cosine; leave it out, or choose stable'",
        "'  width: 128~training:~  weightDecay: -1' | 'line 4: \"training.weightDecay\" must be 0 or'",
        "'  width: 128~training:~  beta2: 1' | 'line 4: \"training.beta2\" must be from 0 to below 1'",
        "'  width: 128~training:~  clip: -1' | 'line 4: \"training.clip\" must be 0 or more'",
        "'  width: 128~training:~  optimizer: sgd' | 'line 4: \"training.optimizer\" must be one of"
            + " adamw, adamw8, muon, found \"sgd\"'",
        "'  width: 128~training:~  ema: 1' | 'line 4: \"training.ema\" must be from 0 to below 1'",
        "'  width: 128~tokenizer:~  template: t' | 'line 4: \"tokenizer.template\" says nothing to a"
            + " tokenizer of bytes'",
        "'  width: 128~tokenizer:~  kind: file' | 'line 4: \"tokenizer.kind\" is file, so"
            + " tokenizer.file must name one'",
        "'  width: 128~training:~  rate: x' | 'line 4: \"training.rate\" must be a number, found"
            + " \"x\"'"
      })
  void whatIsWrongIsToldWithItsLine(String lines, String problem) throws IOException {
    Path file = folder.resolve("recipe.yaml");
    Files.writeString(file, "model:\n" + lines.replace('~', '\n') + "\n");

    assertThatThrownBy(() -> Recipe.read(file))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining(problem);
  }

  /** The recipe that is kept says the same as the one that was changed. */
  @Test
  void changesAreFollowedAndKept() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("recipe.yaml"),
            "# small\nmodel: {width: 64}\ntraining:\n  batch: 3 # few\n  steps: 7\n");

    Recipe recipe =
        Recipe.read(
            file,
            Map.of("training.batch", "2", "data.train", "it's: here.txt", "training.rate", "1e-4"));

    assertThat(recipe.batch()).isEqualTo(2);
    assertThat(recipe.cadence().steps()).isEqualTo(7);
    assertThat(recipe.source())
        .contains("model:\n  width: 64\n", "  batch: 2\n  steps: 7\n", "  rate: 1e-4\n");
    assertThat(Recipe.parse(recipe.source(), file)).isEqualTo(recipe);
    assertThat(Recipe.read(file).source()).startsWith("# small\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.bacth | 2 | --set training.bacth=2: \"training.bacth\" is unknown",
        "training.batch | two | --set training.batch=two: \"training.batch\" must be a whole number",
        "steps | 2 | --set steps=2: expected a name such as training.steps before the =",
        "data.train | 'a~b' | expected a value without control characters"
      })
  void aChangeThatCannotBeIsToldWithNameAndValue(String name, String value, String problem)
      throws IOException {
    Path file = Files.writeString(folder.resolve("recipe.yaml"), "model: {width: 64}\n");

    assertThatThrownBy(() -> Recipe.read(file, Map.of(name, value.replace('~', '\n'))))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void anEmptyRecipeIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("recipe.yaml"), "");

    assertThatThrownBy(() -> Recipe.read(file)).hasMessageContaining("the recipe is empty");
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "'one line\n', 9"})
  void aTextThatIsTooShortIsNamedWithItsSize(String content, int size) throws IOException {
    Path text = Files.writeString(folder.resolve("text.txt"), content);
    Recipe recipe =
        Recipe.read(Files.writeString(folder.resolve("r.yaml"), "model:\n  layers: 1\n"));
    try (Parallel parallel = new Parallel(1)) {
      assertThatThrownBy(
              () ->
                  new Pretraining(recipe, text, folder.resolve("out"), Kernels.fastest(), parallel))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("text.txt has %d bytes".formatted(size))
          .hasMessageEndingWith("it needs at least 73 tokens");
    }
  }

  @Test
  void aRunThatWasStoppedGoesOnAndEndsWithAModel() throws IOException {
    Path text = Files.write(folder.resolve("text.txt"), SmallRun.TEXT);
    Path out = folder.resolve("out");
    Recipe recipe =
        Recipe.read(
            Files.writeString(
                folder.resolve("r.yaml"),
                "model:\n  layers: 1\n  width: 32\n  context: 16\ntraining:\n  steps: 6\n"));
    try (Parallel parallel = new Parallel(1)) {
      try (var run = new Pretraining(recipe, text, out, Kernels.fastest(), parallel)) {
        run.run(_ -> {}, () -> run.stepsTaken() == 3);
      }
      assertThat(out.resolve("model.gguf")).doesNotExist();

      try (var run = new Pretraining(recipe, text, out, Kernels.fastest(), parallel)) {
        assertThat(run.stepsTaken()).isEqualTo(3);
        run.run(_ -> {}, () -> false);
        assertThat(run.stepsTaken()).isEqualTo(6);
      }
    }
    assertThat(out.resolve("model.gguf")).exists();
  }
}
