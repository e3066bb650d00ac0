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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands that teach a model which {@code train} made before. */
class TuneCommandTest {
  private static final String BASE_RECIPE =
      """
      model: {architecture: llama, layers: 1, heads: 2, width: 32, context: 128}
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

  @ParameterizedTest
  @ValueSource(strings = {"F32", "Q8_0"})
  void magnitudesAreLearntServedAndMerged(String type) throws IOException {
    Path trained = base;
    base = folder.resolve("base-" + type + ".gguf");
    run("model", "quantize", trained, "--to", type, "--out", base);
    String recipe = TRAINING.replace("steps: 12", "steps: 40") + "lora: {rank: 4, dora: true}\n";

    JsonNode report = tune("lora", CHAT, recipe).json();

    assertThat(report.path("validationLoss").asDouble()).isBetween(0.01, 1.0);
    Path adapter = out("lora").resolve("adapter");
    assertThat(out("lora").resolve("adapter.gguf")).doesNotExist();
    assertThat(Files.readString(adapter.resolve("adapter_config.json")))
        .contains("\"use_dora\"")
        .containsPattern("\"use_dora\"\\s*:\\s*true");
    Path merged = folder.resolve("merged.gguf");
    Outcome written =
        run(
            "model",
            "merge",
            "--model",
            base,
            "--adapter",
            adapter,
            "--to",
            "F32",
            "--out",
            merged);
    assertThat(written.code()).as(written.err()).isZero();
    Object[] prompt = {"--prompt", "say 7", "--temperature", "0", "--max-tokens", "8", "--json"};
    JsonNode beside = generate(base, prompt, "--adapter", adapter);
    assertThat(beside.path("text").asString()).startsWith("yes yes");
    assertThat(generate(merged, prompt).path("text")).isEqualTo(beside.path("text"));
  }

  private static JsonNode generate(Path model, Object[] prompt, Object... more) {
    Object[] command = {"generate", "--model", model};
    return run(Stream.of(command, prompt, more).flatMap(Stream::of).toArray()).json();
  }

  @Test
  void magnitudesHaveNoPlaceInAPrivateRun() throws IOException {
    Outcome refused =
        tune(
            "lora",
            CHAT,
            TRAINING + "lora: {dora: true}\nprivacy: {epsilon: 5, delta: 1e-3, batch: 8}\n");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("\"lora.dora\" has no place in a private run");
  }

  @Test
  void rowsThatTeachNothingAreTold() throws IOException {
    Outcome told = tune("lora", CHAT + "\n{\"prompt\":\"#\",\"completion\":\"\"}", TRAINING);

    assertThat(told.json().path("dropped").path("incomplete").asInt()).isEqualTo(30);
    assertThat(told.err())
        .contains("left out: 30 incomplete", "rows.jsonl:2: ", "rows.jsonl:20: ", "and 20 more");
    assertThat(run("runs", "show", out("lora"), "--json").json().path("manifest").path("dropped"))
        .hasSize(1);
  }

  private static final String PAIR =
      "{\"prompt\":\"say #\",\"chosen\":\"yes yes\",\"rejected\":\"no, not #\"}";

  @ParameterizedTest
  @ValueSource(strings = {"dpo", "kto", "orpo"})
  void whatIsPreferredIsLearntAndServed(String kind) throws IOException {
    String recipe = TRAINING.replace("length: 64", "length: 128") + "lora: {rank: 4}\n";

    JsonNode report = tune(kind, PAIR, recipe).json();

    assertThat(report.path("validationAccuracy").asDouble()).isGreaterThan(0.5);
    assertThat(report.path("validationMargin").asDouble()).isPositive();
    try (LanguageModel loaded =
        LanguageModel.load(
            base, "tuned", Optional.of(out(kind).resolve("adapter")), EngineOptions.DEFAULT)) {
      assertThat(loaded.card().adapter()).isPresent();
      assertThat(ChatCommand.banner(loaded))
          .startsWith("tuned with the adapter %s, ".formatted(out(kind).resolve("adapter")));
    }
    Outcome shown = run("runs", "show", out(kind), "--ascii");
    assertThat(shown.out()).contains("loss of preferences").contains("held out: (margin ");
    Outcome again = tune(kind, PAIR, recipe);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("has taken its 12 steps");
  }

  @Test
  void conversationsAreNoPreferences() throws IOException {
    Outcome refused = tune("dpo", CHAT, TRAINING);

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("rows.jsonl:1: found a row of the kind chat, expected one with \"chosen\"");
  }

  @Test
  void aStudentLearnsFromItsTeacher() throws IOException {
    tune("sft", CHAT, TRAINING).json();
    Path teacher = out("sft").resolve("model.gguf");

    JsonNode briefly =
        tune("distil", CHAT, TRAINING.replace("12", "1"), "--teacher", teacher).json();
    Files.move(out("distil"), folder.resolve("first"));
    JsonNode whole = tune("distil", CHAT, TRAINING, "--teacher", teacher).json();

    double before = briefly.path("validationLoss").asDouble();
    assertThat(whole.path("validationLoss").asDouble()).isBetween(0.0, before / 2);
    try (LanguageModel loaded =
        LanguageModel.load(out("distil").resolve("model.gguf"), "tuned", EngineOptions.DEFAULT)) {
      assertThat(loaded.card().quantization()).isEqualTo("F32");
    }
    Path manifest = out("distil").resolve("run.json");
    Files.writeString(manifest, Files.readString(manifest).replace("steps: 12", "steps: 13"));
    assertThat(run("runs", "resume", out("distil"), "--json").code()).isZero();
  }

  @Test
  void aStudentWithoutATeacherIsRefused() throws IOException {
    Outcome none = tune("distil", CHAT, TRAINING);
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("no teacher is named", "--teacher");

    Outcome cold = tune("distil", CHAT, TRAINING + "distil: {temperature: 0}\n", "--teacher", base);
    assertThat(cold.err()).contains("\"distil.temperature\" must be from 0.1 to 100, found 0.0");

    Path text = Files.writeString(folder.resolve("other.txt"), "abcdefgh ".repeat(200));
    run(
        "train",
        "--recipe",
        folder.resolve("base.yaml"),
        "--data",
        text,
        "--out",
        folder.resolve("other"));
    Outcome stranger =
        tune("distil", CHAT, TRAINING, "--teacher", folder.resolve("other/model.gguf"));
    assertThat(stranger.code()).isEqualTo(1);
    assertThat(stranger.err()).contains("must have the same vocabulary");
  }

  private static final String TEMPLATE =
      "{%- for message in messages -%}{{ message['role'] + ': ' + message['content'] + '<|im_end|>' }}"
          + "{%- endfor -%}{%- if add_generation_prompt -%}{{ 'assistant: ' }}{%- endif -%}";

  @Test
  void aStudentOfOtherTokensLearnsWhatItsTeacherAnswers() throws IOException {
    Path student = base;
    Path text = folder.resolve("text.txt");
    Object[] special = {"--special", "<|endoftext|>", "--special", "<|im_end|>"};
    Object[] train = {"tokenizer", "train", text, "--vocabulary", 270};
    Object[] to = {"--out", folder.resolve("tokenizer.json")};
    run(Stream.of(train, special, to).flatMap(Stream::of).toArray());
    Files.writeString(folder.resolve("chat.jinja"), TEMPLATE);
    Path recipe =
        Files.writeString(
            folder.resolve("teacher.yaml"),
            BASE_RECIPE + "tokenizer: {file: tokenizer.json, template: chat.jinja}\n");
    run("train", "--recipe", recipe, "--data", text, "--out", folder.resolve("teacher"));
    base = folder.resolve("teacher/model.gguf");
    tune("sft", CHAT, TRAINING.replace("steps: 12", "steps: 60")).json();
    Path teacher = out("sft").resolve("model.gguf");
    base = student;
    String distil =
        TRAINING.replace("steps: 12", "steps: 60") + "distil: {from: replies, tokens: 24}\n";

    Outcome run = tune("distil", "{\"prompt\":\"say #\"}", distil, "--teacher", teacher);

    assertThat(run.json().path("validationLoss").asDouble()).isBetween(0.0, 0.5);
    assertThat(Files.readAllLines(out("distil").resolve("replies.jsonl"))).hasSize(30);
    Path manifest = out("distil").resolve("run.json");
    Files.writeString(manifest, Files.readString(manifest).replace("steps: 60", "steps: 61"));
    assertThat(run("runs", "resume", out("distil"), "--json").code()).isZero();
    Outcome wrong = tune("distil", CHAT, distil.replace("replies", "logits"), "--teacher", teacher);
    assertThat(wrong.err()).contains("\"distil.tokens\" is unknown");
  }

  @Test
  void aStudentMayLearnExpectationsByChanges() throws IOException {
    tune("sft", CHAT, TRAINING).json();
    Path teacher = out("sft").resolve("model.gguf");

    tune("distil", CHAT, TRAINING + "lora: {rank: 4}\n", "--teacher", teacher).json();

    assertThat(out("distil").resolve("adapter.gguf")).isRegularFile();
  }

  @Test
  void aPrivateRunTellsWhatItHasSpent() throws IOException {
    String recipe =
        TRAINING + "lora: {rank: 4}\nprivacy: {epsilon: 5, delta: 1e-3, batch: 8, clip: 0.5}\n";

    Outcome run = tune("lora", CHAT, recipe);

    double spent = run.json().path("epsilon").asDouble();
    assertThat(spent).isBetween(4.9, 5.0);
    assertThat(run.err()).contains("private: each step draws 8 of", "held out", ", epsilon ");
    JsonNode shown = run("runs", "show", out("lora"), "--json").json().path("privacy");
    assertThat(shown.path("epsilon").asDouble()).isEqualTo(spent);
    assertThat(shown.path("steps").asInt()).isEqualTo(12);
    assertThat(run("runs", "show", out("lora")).out())
        .contains("private by example: epsilon", "at delta 0.001 after 12 steps");
  }

  @Test
  void aPrivateRunWithTooFewExamplesIsRefused() throws IOException {
    Outcome refused =
        tune("lora", CHAT, TRAINING + "privacy: {epsilon: 5, delta: 1e-3, batch: 1000}\n");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("privacy.batch must not be more than the")
        .doesNotContain("Exception");
    assertThat(out("lora")).doesNotExist();
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
  void aRunKeepsWhatWasSetAtTheCommand() throws IOException {
    JsonNode report =
        tune("sft", CHAT, TRAINING, "--set", "training.steps=3", "--set", "training.batch=1")
            .json();
    assertThat(report.path("validationLoss").asDouble()).isPositive();

    JsonNode manifest = run("runs", "show", out("sft"), "--json").json().path("manifest");
    assertThat(manifest.toString()).contains("steps: 3", "batch: 1").doesNotContain("steps: 12");
    Outcome refused = tune("sft", CHAT, TRAINING, "--set", "training.rate=0");
    assertThat(refused.err()).contains("--set training.rate=0: \"training.rate\" must be above 0");
    assertThat(tune("sft", CHAT, TRAINING, "--set", "training").code()).isEqualTo(2);
  }

  @Test
  void whatAllWeightsHaveNoUseForIsRefused() throws IOException {
    Outcome refused = tune("sft", CHAT, TRAINING + "lora: {rank: 4}\n");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("\"lora.rank\" is unknown");
  }
}
