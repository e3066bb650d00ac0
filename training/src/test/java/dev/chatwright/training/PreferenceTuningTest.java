package dev.chatwright.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.data.LeftOut;
import dev.chatwright.training.runs.RunFolder;
import dev.chatwright.training.runs.RunManifest;
import dev.chatwright.training.runs.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that teach a small model what to prefer. */
final class PreferenceTuningTest {
  private static final String PAIR =
      "{\"prompt\":\"say #\",\"chosen\":\"yes yes\",\"rejected\":\"no, not #\"}";
  private static final String RATED = "{\"prompt\":\"say #\",\"completion\":\"%s\",\"label\":%s}";

  @TempDir private Path folder;
  private Path model = Path.of("");
  private Path data = Path.of("");

  @BeforeEach
  void makeModelAndPairs() throws IOException {
    model = SmallBase.make(folder);
    data = folder.resolve("rows.jsonl");
    write(PAIR);
  }

  private void write(String row) throws IOException {
    Files.writeString(
        data,
        IntStream.range(0, 24)
            .mapToObj(i -> row.replace("#", Integer.toString(i)) + "\n")
            .collect(Collectors.joining()));
  }

  private static String recipe(TuningKind kind, int steps) {
    return """
        data: {heldOut: 0.3}
        lora: {rank: 4}
        %s
        training: {length: 128, batch: 2, steps: %d, rate: 0.01, schedule: constant}
        """
        .formatted(
            kind == TuningKind.ORPO ? "orpo: {lambda: 0.5}" : kind.label() + ": {beta: 0.2}",
            steps);
  }

  private Map<String, Double> tune(TuningKind kind, String out, int steps) throws IOException {
    return tune(kind, out, recipe(kind, steps), 2, Long.MAX_VALUE).figures();
  }

  /** Tunes, but stops after a number of questions whether to. */
  private RunOutcome tune(TuningKind kind, String out, String recipe, int threads, long questions)
      throws IOException {
    TuningRecipe read = TuningRecipe.parse(kind, recipe, folder.resolve("recipe.yaml"));
    long[] asked = new long[1];
    try (Parallel parallel = new Parallel(threads);
        Tuning run =
            Tuning.open(
                read,
                TuningFiles.of(model, data),
                folder.resolve(out),
                Kernels.fastest(),
                parallel)) {
      return run.run(_ -> {}, () -> ++asked[0] > questions);
    }
  }

  private static double figure(Map<String, Double> figures, String name) {
    return requireNonNull(figures.get(name), name);
  }

  @ParameterizedTest
  @EnumSource(names = {"DPO", "KTO", "ORPO"})
  void whatWasNeverSeenIsPreferredRightly(TuningKind kind) throws IOException {
    Map<String, Double> first = tune(kind, "short", 1);
    Map<String, Double> last = tune(kind, "long", 40);

    assertThat(figure(last, "validationLoss")).isLessThan(figure(first, "validationLoss"));
    assertThat(figure(last, "validationMargin")).isGreaterThan(figure(first, "validationMargin"));
    assertThat(figure(last, "validationAccuracy")).isGreaterThan(0.9);
    assertThat(figure(last, "trainAccuracy")).isGreaterThan(0.9);
    assertThat(folder.resolve("long/adapter.gguf")).isRegularFile();
  }

  @Test
  void repliesThatWereRatedOneByOneTeachTheSame() throws IOException {
    String good = RATED.formatted("yes yes", "true");
    String bad = RATED.formatted("no, not #", "false");
    write(good + "\n" + bad);

    Map<String, Double> figures = tune(TuningKind.KTO, "rated", 40);

    assertThat(figure(figures, "validationAccuracy")).isGreaterThan(0.9);
  }

  /** A run that is stopped among the reference's scores, and once more among the steps. */
  @ParameterizedTest
  @EnumSource(names = {"DPO", "KTO", "ORPO"})
  void aRunThatGoesOnEndsWithTheSameBytes(TuningKind kind) throws IOException {
    String recipe = recipe(kind, 6);
    tune(kind, "whole", 6);

    assertThat(tune(kind, "parts", recipe, 1, 2).state()).isEqualTo(RunState.INTERRUPTED);
    tune(kind, "parts", recipe, 2, 12);
    tune(kind, "parts", recipe, 1, Long.MAX_VALUE);

    for (String name : List.of("adapter.gguf", "run.checkpoint")) {
      assertThat(folder.resolve("parts").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(name));
    }
    assertThat(found("parts")).isEqualTo(found("whole"));
  }

  /** Returns what the steps of a run found, without what depends on time. */
  private List<List<Object>> found(String out) throws IOException {
    return RunFolder.metrics(folder.resolve(out)).rows().stream()
        .map(row -> List.<Object>of(row.step(), row.measure(), row.heldOut(), row.gradientNorm()))
        .toList();
  }

  @Test
  void theReferenceIsAskedOnce() throws IOException {
    tune(TuningKind.DPO, "run", recipe(TuningKind.DPO, 6), 1, 13);
    Path file = folder.resolve("run/reference.jsonl");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(25).doesNotHaveDuplicates();

    Files.writeString(file, Files.readString(file) + "{\"row\":3,\"fir"); // as a crash leaves it
    tune(TuningKind.DPO, "run", 6);

    assertThat(Files.readAllLines(file)).isEqualTo(lines);
    tune(TuningKind.ORPO, "none", 1);
    assertThat(folder.resolve("none/reference.jsonl")).doesNotExist();
  }

  @Test
  void scoresThatAreNoneAreNamed() throws IOException {
    tune(TuningKind.DPO, "run", recipe(TuningKind.DPO, 6), 1, 13);
    Path file = folder.resolve("run/reference.jsonl");
    List<String> lines = Files.readAllLines(file);
    lines.set(4, "{\"row\":99,\"first\":-1,\"second\":-2}");
    Files.write(file, lines);

    assertThatThrownBy(() -> tune(TuningKind.DPO, "run", 6))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reference.jsonl line 5: this is no row's scores");

    RunManifest noted = RunFolder.manifest(folder.resolve("run"));
    assertThat(noted.state()).isEqualTo(RunState.FAILED);
    assertThat(noted.reason()).contains("reference.jsonl line 5");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "DPO | {'prompt':'a','chosen':'b','rejected':'b'} | rows.jsonl:2: \"chosen\" and"
            + " \"rejected\" are the same",
        "KTO | {'prompt':'a','chosen':'b','rejected':'b'} | rows.jsonl:2: \"chosen\" and"
            + " \"rejected\" are the same",
        "DPO | {'prompt':'a','chosen':' ','rejected':'b'} | rows.jsonl:2: \"chosen\" needs a turn"
            + " of the assistant",
        "ORPO | {'prompt':'a','chosen':'b','rejected':''} | rows.jsonl:2: a reply has no token",
        "DPO | {'prompt':'a','chosen':'@','rejected':'b'} | rows.jsonl:2: its two conversations"
            + " have 220 and 21 tokens, expected 128 together at most",
        "KTO | {'prompt':'a','chosen':'@','rejected':'b'} | rows.jsonl:2: the conversation has 220"
            + " tokens, expected less than 128",
        "DPO | {'prompt':'a','chosen':'b'} | rows.jsonl:2: found the fields [prompt, chosen]",
        "DPO | {'prompt':'a','chosen': | rows.jsonl:2: "
      })
  void aRowAtFaultIsNamed(TuningKind kind, String row, String problem) throws IOException {
    Files.writeString(data, PAIR + "\n" + faulty(row) + "\n" + Files.readString(data));
    String recipe = recipe(kind, 1).replace("heldOut: 0.3", "heldOut: 0.3, badRows: refuse");

    assertThatThrownBy(() -> tune(kind, "x", recipe, 1, 9))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(problem);
  }

  private static String faulty(String row) {
    return row.replace('\'', '"').replace("@", "b".repeat(200));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "DPO | {'prompt':'a','chosen':'b','rejected':'b'} | equal_replies",
        "KTO | {'prompt':'a','chosen':'b','rejected':'b'} | equal_replies",
        "DPO | {'prompt':'a','chosen':' ','rejected':'b'} | incomplete",
        "ORPO | {'prompt':'a','chosen':'b','rejected':''} | incomplete",
        "DPO | {'prompt':'a','chosen':'@','rejected':'b'} | too_long"
      })
  void aRowThatTeachesNothingIsLeftOut(TuningKind kind, String row, String reason)
      throws IOException {
    String good = Files.readString(data);
    double without = figure(tune(kind, "without", 2), "validationLoss");

    Files.writeString(data, good + faulty(row) + "\n");
    double with = figure(tune(kind, "with", 2), "validationLoss");

    assertThat(with).isEqualTo(without);
    LeftOut leftOut = RunFolder.manifest(folder.resolve("with")).description().leftOut();
    assertThat(leftOut.byName()).containsExactly(Map.entry(reason, 1L));
    assertThat(leftOut.problems()).singleElement().asString().contains("rows.jsonl:25: ");
    assertThat(RunFolder.manifest(folder.resolve("without")).description().leftOut())
        .isEqualTo(LeftOut.NONE);
  }

  @Test
  void whatCannotBeReadStillStopsARun() throws IOException {
    Files.writeString(data, Files.readString(data) + "{\"prompt\":\n");

    assertThatThrownBy(() -> tune(TuningKind.DPO, "x", 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("rows.jsonl:25: ");
  }

  @Test
  void aFileOfWhichNoRowIsOfUseIsRefused() throws IOException {
    write("{\"prompt\":\"#\",\"chosen\":\"b\",\"rejected\":\"b\"}");

    assertThatThrownBy(() -> tune(TuningKind.DPO, "x", 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no row that can be learnt from: 24 equal replies; the first: ")
        .hasMessageContaining("rows.jsonl:1: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DPO | {'prompt':'#','completion':'b'} | rows.jsonl:1: found a row of the kind chat,"
            + " expected one with \"chosen\" and \"rejected\"",
        "ORPO | {'prompt':'#','completion':'b','label':true} | of the kind rated, expected one with"
            + " \"chosen\" and \"rejected\"",
        "KTO | {'text':'#'} | of the kind text, expected one with a reply and its \"label\"",
        "LORA | {'prompt':'#','chosen':'b','rejected':'c'} | rows.jsonl:1: found a row of the kind preference,"
            + " expected a conversation"
      })
  void aFileOfAnotherKindIsNamed(TuningKind kind, String row, String problem) throws IOException {
    write(row.replace('\'', '"'));
    String recipe = recipe(TuningKind.DPO, 1).replace("dpo: {beta: 0.2}", "");

    assertThatThrownBy(() -> tune(kind, "x", recipe, 1, 9))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dpo: {beta: 0} | \"dpo.beta\" must be above 0, found 0.0",
        "dpo: {beta: -1} | \"dpo.beta\" must be above 0, found -1.0",
        "dpo: {loss: hinge} | \"dpo.loss\" must be one of sigmoid, ipo, found \"hinge\"",
        "dpo: {labelSmoothing: 0.5} | \"dpo.labelSmoothing\" cannot be",
        "training: {rate: 0} | \"training.rate\" must be above 0",
        "kto: {beta: 1} | \"kto.beta\" is unknown"
      })
  void aRecipeThatCannotBeFollowedIsRefused(String recipe, String problem) {
    assertThatThrownBy(() -> TuningRecipe.parse(TuningKind.DPO, recipe, Path.of("recipe.yaml")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("recipe.yaml line 1: " + problem);
  }
}
