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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainCommandTest {
  private static final String RECIPE =
      """
      model:
        layers: 1
        heads: 2
        width: 32
        context: 16
      training:
        batch: 4
        steps: 30
        rate: 0.01
        evaluateEvery: 10
      """;

  @TempDir private Path folder = Path.of("set by JUnit");
  private Path recipe = Path.of("");
  private Path text = Path.of("");

  @BeforeEach
  void write() throws IOException {
    recipe = Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
    text = folder.resolve("text.txt");
    Files.writeString(text, "a heron stands in the reeds and waits for fish. ".repeat(60));
  }

  private record Outcome(int code, String out, String err) {}

  private Outcome train(String... more) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    var printed = new ByteArrayOutputStream();
    var told = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      String[] fixed = {
        "train",
        "--recipe",
        recipe.toString(),
        "--data",
        text.toString(),
        "--out",
        folder.resolve("run").toString(),
        "--json"
      };
      String[] all = new String[fixed.length + more.length];
      System.arraycopy(fixed, 0, all, 0, fixed.length);
      System.arraycopy(more, 0, all, fixed.length, more.length);
      int code = ChatwrightCommand.commandLine(all).execute(all);
      return new Outcome(
          code, printed.toString(StandardCharsets.UTF_8), told.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test
  void aTextBecomesAModelThatSpeaks() throws Exception {
    Outcome done = train();

    assertThat(done.code()).as(done.err()).isZero();
    JsonNode report = JsonMapper.shared().readTree(done.out());
    assertThat(report.path("validationLoss").asDouble()).isBetween(0.5, 3.0);
    assertThat(report.path("trainLoss").asDouble()).isPositive();
    assertThat(report.path("tokensPerSecond").asDouble()).isPositive();
    Path model = folder.resolve("run/model.gguf");
    try (LanguageModel loaded = LanguageModel.load(model, "heron", EngineOptions.DEFAULT)) {
      assertThat(loaded.tokenizer().decode(loaded.tokenizer().encode("a heron")))
          .isEqualTo("a heron");
    }
  }

  @Test
  void aRateIsFoundAndNothingWritten() {
    Outcome found = train("--find-rate");

    assertThat(found.code()).as(found.err()).isZero();
    JsonNode report = JsonMapper.shared().readTree(found.out());
    assertThat(report.path("rate").asDouble()).isBetween(1e-4, 1e-1);
    assertThat(report.path("lowestLossRate").asDouble())
        .isGreaterThan(report.path("rate").asDouble());
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aFinishedRunAndAnotherTextAreRefused() throws IOException {
    train();

    Outcome again = train();
    Files.writeString(text, "another text altogether, of reeds and herons. ".repeat(60));
    Outcome other = train();

    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("has taken its 30 steps");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("is of another recipe or data");
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeItIsAllocated() throws IOException {
    Files.writeString(recipe, "model:\n  layers: 1000\n  width: 16384\n  heads: 64\n");

    Outcome refused = train();

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("the run needs").contains("this machine has");
  }

  @Test
  void aTextThatIsTooShortIsNamed() throws IOException {
    Files.writeString(text, "short");

    Outcome refused = train();

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("has 5 bytes").contains("needs at least 20 tokens");
  }
}
