package dev.chatwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.inference.EngineOptions;
import dev.chatwright.inference.LanguageModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands that teach a model which {@code train} made before. */
class TuneCommandTest {
  private static final String BASE_RECIPE =
      """
      model: {architecture: llama, layers: 1, heads: 2, width: 32, context: 64}
      training: {steps: 30, batch: 4, rate: 0.01}
      """;
  private static final String TRAINING =
      """
      data: {heldOut: 0.3}
      training: {length: 64, batch: 2, steps: 12, rate: 0.01, schedule: constant, evaluateEvery: 4}
      """;

  @TempDir private Path folder = Path.of("set by JUnit");
  private Path base = Path.of("");

  @BeforeEach
  void trainABase() throws IOException {
    Path text = Files.writeString(folder.resolve("text.txt"), letters().repeat(10));
    Path recipe = Files.writeString(folder.resolve("base.yaml"), BASE_RECIPE);
    Outcome trained =
        run("train", "--recipe", recipe, "--data", text, "--out", folder.resolve("base"));
    assertThat(trained.code()).as(trained.err()).isZero();
    base = folder.resolve("base/model.gguf");
  }

  private static String letters() {
    return IntStream.rangeClosed(' ', '~')
            .mapToObj(Character::toString)
            .collect(Collectors.joining())
        + "\n";
  }

  private record Outcome(int code, String out, String err) {
    JsonNode json() {
      assertThat(code).as(err).isZero();
      return JsonMapper.shared().readTree(out);
    }
  }

  private static Outcome run(Object... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    var printed = new ByteArrayOutputStream();
    var told = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      String[] words = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
      int code = ChatwrightCommand.commandLine(words).execute(words);
      return new Outcome(
          code, printed.toString(StandardCharsets.UTF_8), told.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private Outcome tune(String kind, String row, String recipe, Object... more) throws IOException {
    String rows =
        IntStream.range(0, 30)
            .mapToObj(i -> row.replace("#", Integer.toString(i)))
            .collect(Collectors.joining("\n"));
    Path data = Files.writeString(folder.resolve("rows.jsonl"), rows + "\n");
    Path file = Files.writeString(folder.resolve(kind + ".yaml"), recipe);
    Object[] fixed = {
      "tune", kind, "--recipe", file, "--model", base, "--data", data, "--out", out(kind), "--json"
    };
    return run(Stream.of(fixed, more).flatMap(Stream::of).toArray());
  }

  private Path out(String kind) {
    return folder.resolve(kind);
  }

  private static final String CHAT = "{\"prompt\":\"say #\",\"completion\":\"yes yes\"}";

  @Test
  void sftMakesAModelThatIsServed() throws IOException {
    JsonNode report = tune("sft", CHAT, TRAINING).json();

    assertThat(report.path("validationLoss").asDouble()).isBetween(0.01, 3.0);
    assertThat(report.path("tokensPerSecond").asDouble()).isPositive();
    try (LanguageModel loaded =
        LanguageModel.load(out("sft").resolve("model.gguf"), "tuned", EngineOptions.DEFAULT)) {
      assertThat(loaded.card().quantization()).isEqualTo("F32");
    }
    assertThat(run("runs", "show", out("sft"), "--json").json().path("stepsTaken").asInt())
        .isEqualTo(12);
  }

  @Test
  void loraMakesAnAdapterThatIsServed() throws IOException {
    JsonNode report = tune("lora", CHAT, TRAINING + "lora: {rank: 4}\n").json();

    assertThat(report.path("validationLoss").asDouble()).isBetween(0.01, 3.0);
    try (LanguageModel loaded =
        LanguageModel.load(
            base,
            "tuned",
            Optional.of(out("lora").resolve("adapter.gguf")),
            EngineOptions.DEFAULT)) {
      assertThat(loaded.card().adapter()).isPresent();
    }
  }

  @Test
  void aRunGoesOnByWhatItsFolderKeeps() throws IOException {
    tune("sft", CHAT, TRAINING);
    Path manifest = out("sft").resolve("run.json");
    Files.writeString(manifest, Files.readString(manifest).replace("steps: 12", "steps: 20"));

    run("runs", "resume", out("sft"), "--json").json();

    assertThat(run("runs", "show", out("sft"), "--json").json().path("stepsTaken").asInt())
        .isEqualTo(20);
  }

  @Test
  void whatAllWeightsHaveNoUseForIsRefused() throws IOException {
    Outcome refused = tune("sft", CHAT, TRAINING + "lora: {rank: 4}\n");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("\"lora.rank\" is unknown");
  }
}
