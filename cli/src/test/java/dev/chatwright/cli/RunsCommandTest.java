package dev.chatwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunsCommandTest {
  private static final String RECIPE =
      """
      model:
        layers: 1
        heads: 2
        width: 32
        context: 16
      training:
        schedule: constant
        batch: 4
        steps: 12
        rate: 0.01
        evaluateEvery: 4
      """;

  @TempDir private Path folder = Path.of("set by JUnit");

  @BeforeEach
  void train() throws IOException {
    Files.writeString(folder.resolve("text.txt"), "a heron waits in the reeds. ".repeat(60));
    train("a", RECIPE);
  }

  private String train(String name, String recipe) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".yaml"), recipe);
    return chatwright(
        "train",
        "--recipe",
        file,
        "--data",
        folder.resolve("text.txt"),
        "--out",
        folder.resolve(name));
  }

  private static String chatwright(Object... arguments) {
    PrintStream before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      String[] words = new String[arguments.length];
      for (int i = 0; i < words.length; i++) {
        words[i] = arguments[i].toString();
      }
      int code = ChatwrightCommand.commandLine(words).execute(words);
      return "%d %s".formatted(code, printed.toString(StandardCharsets.UTF_8).strip());
    } finally {
      System.setOut(before);
    }
  }

  private static JsonNode json(String outcome) {
    assertThat(outcome).startsWith("0 ");
    return JsonMapper.shared().readTree(outcome.lines().toList().getLast().replaceFirst("^0 ", ""));
  }

  @Test
  void runsAreFoundAndABrokenOneDoesNotHideTheOthers() throws IOException {
    Path broken = Files.createDirectories(folder.resolve("deeper/broken"));
    Files.writeString(broken.resolve("run.json"), "{}");

    JsonNode list = json(chatwright("runs", "list", "--in", folder, "--json"));

    assertThat(list.path("runs")).hasSize(1);
    assertThat(list.path("runs").get(0).path("state").asString()).isEqualTo("finished");
    assertThat(list.path("broken").get(0).asString()).contains("\"id\" must be a text");
    assertThat(chatwright("runs", "list", "--in", folder)).contains("12/12").contains("broken: ");
  }

  @Test
  void aFolderThatIsNotThereIsNotTakenForAnEmptyOne() {
    assertThat(chatwright("runs", "list", "--in", folder.resolve("nowhere"))).startsWith("1 ");
  }

  /** Who gives somebody a folder of runs does not write to their terminal. */
  @Test
  void namesAndKindsStayOnTheirLine() throws IOException {
    Path run = folder.resolve("a");
    Path forged = Files.move(run, folder.resolve("forged\nrow\033[2J"));
    Path manifest = forged.resolve("run.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("pretrain", "\\u001b[31m\\nkind"));

    String list = chatwright("runs", "list", "--in", folder);

    assertThat(list).startsWith("0 ").doesNotContain("\033").contains("forged row", "[31m kind");
    assertThat(list.lines()).hasSize(2);
  }

  @Test
  void aRunIsShownWithItsCurveAndReported() throws IOException {
    Path report = folder.resolve("report.html");

    String shown = chatwright("runs", "show", folder.resolve("a"), "--ascii", "--report", report);

    assertThat(shown)
        .startsWith("0 ")
        .contains("loss in nats per token; o held out")
        .contains("12 steps");
    assertThat(Files.readString(report)).contains("<polyline").doesNotContain("<script");
    assertThat(chatwright("runs", "show", folder.resolve("a"), "--report", "x.pdf"))
        .startsWith("2 ");
    assertThat(chatwright("runs", "show", folder)).startsWith("1 ");
  }

  @Test
  void thePictureIsWellFormed() throws Exception {
    Path picture = folder.resolve("curves.svg");

    chatwright("runs", "show", folder.resolve("a"), "--report", picture);

    Document parsed =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
    assertThat(parsed.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    assertThat(parsed.getElementsByTagName("desc").item(0).getTextContent())
        .contains("after 12 of 12 steps");
  }

  @Test
  void comparingTellsWhatDiffers() throws IOException {
    train("b", RECIPE.replace("rate: 0.01", "rate: 0.02").replace("  layers: 1\n", ""));

    JsonNode compared =
        json(chatwright("runs", "compare", folder.resolve("a"), folder.resolve("b"), "--json"));

    JsonNode differences = compared.path("differences");
    assertThat(differences.propertyNames())
        .containsExactly("model.layers", "training.rate", "parameters");
    assertThat(differences.path("training.rate").toString()).isEqualTo("[\"0.01\",\"0.02\"]");
    assertThat(differences.path("model.layers").toString()).isEqualTo("[\"1\",\"(not said)\"]");
  }

  /** The folder is all that is needed: the recipe's file is gone. */
  @Test
  void aRunGoesOnByWhatItsFolderKeeps() throws IOException {
    Path run = folder.resolve("a");
    Path manifest = run.resolve("run.json");
    Files.writeString(manifest, Files.readString(manifest).replace("steps: 12", "steps: 20"));
    Files.delete(folder.resolve("a.yaml"));

    JsonNode done = json(chatwright("runs", "resume", run, "--json"));

    assertThat(done.path("tokens").asLong()).isEqualTo(20 * 4 * 16);
    assertThat(json(chatwright("runs", "show", run, "--json")).path("stepsTaken").asLong())
        .isEqualTo(20);
    assertThat(chatwright("runs", "resume", run)).startsWith("1 ");
  }

  @Test
  void aBrokenRowIsToldAndNeitherHidesTheRunNorStopsIt() throws IOException {
    Path run = folder.resolve("a");
    Path metrics = run.resolve("metrics.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(metrics));
    lines.set(4, "\0\0\0\0");
    Files.write(metrics, lines);
    Path manifest = run.resolve("run.json");
    Files.writeString(manifest, Files.readString(manifest).replace("steps: 12", "steps: 20"));

    assertThat(chatwright("runs", "show", run, "--ascii"))
        .startsWith("0 ")
        .contains("1 line of metrics.jsonl cannot be read: line 5: this is no JSON");
    json(chatwright("runs", "resume", run, "--json"));

    JsonNode shown = json(chatwright("runs", "show", run, "--json"));
    assertThat(shown.path("stepsTaken").asLong()).isEqualTo(20);
    assertThat(shown.path("unreadableRows").asLong()).isEqualTo(1);
    assertThat(run.resolve("README.md")).content().contains("1 line of metrics.jsonl cannot");
  }
}
