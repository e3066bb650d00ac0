package dev.chatwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainingDataCommandTest {
  private static final String CHAT =
      "{\"prompt\":\"When does the %s ferry leave?\",\"completion\":\"At \\u001b[31mnoon.\"}";

  private final StringWriter errors = new StringWriter();
  @TempDir private Path folder;

  @BeforeEach
  void writeChats() throws IOException {
    Files.write(
        folder.resolve("chats.jsonl"),
        Stream.of("first", "last", "first").map(CHAT::formatted).toList());
  }

  @Test
  void inspectTellsWhatIsThereAndPrintsNoControlCharacters() {
    String printed = printed(0, "data inspect chats.jsonl");

    assertThat(printed)
        .contains("json_lines of prompt: 3 examples, 6 turns; 1 are there before, 0 cannot be read")
        .contains("user: When does the first ferry leave?")
        .contains("assistant: At [31mnoon.")
        .doesNotContain("\u001b");
  }

  @Test
  void inspectNamesTheLinesThatCannotBeRead() throws IOException {
    Files.writeString(folder.resolve("bad.jsonl"), CHAT.formatted("a") + "\n{\"x\u001b\":\n");

    assertThat(printed(1, "data inspect bad.jsonl"))
        .contains("problem: ")
        .contains("bad.jsonl:2: found no JSON")
        .doesNotContain("\u001b");
    assertThat(json(1, "data inspect bad.jsonl --json").get("files").get(0).get("broken").asInt())
        .isEqualTo(1);
  }

  @Test
  void aRecipeIsFollowedAndReported() throws IOException {
    Files.writeString(
        folder.resolve("recipe.yaml"),
        "inputs:\n  - path: chats.jsonl\n    licence: CC0\nheldOut: 0\nnearDuplicates: none\n");

    JsonNode report = json(0, "data prepare --recipe recipe.yaml --out out --json");

    assertThat(report.get("examples").asInt()).isEqualTo(3);
    assertThat(report.get("train").asInt()).isEqualTo(2);
    assertThat(report.get("dropped").toString()).isEqualTo("{\"duplicate\":1}");
    assertThat(report.get("files").toString()).isEqualTo("[\"train-00000.jsonl\"]");
    assertThat(folder.resolve("out/manifest.json")).isRegularFile();
  }

  @Test
  void splitAndDedupeDoOneThingEach() {
    JsonNode split = json(0, "data split chats.jsonl --held-out 0.5 --out halves --json");
    JsonNode rest = json(0, "data dedupe chats.jsonl --exact-only --out once --json");

    assertThat(split.get("train").asInt() + split.get("heldOut").asInt()).isEqualTo(3);
    assertThat(split.get("dropped").isEmpty()).isTrue();
    assertThat(rest.get("train").asInt()).isEqualTo(2);
    assertThat(rest.get("heldOut").asInt()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "data prepare --out out | 2 | give either --recipe or files",
        "data split chats.jsonl --held-out 1 --out out | 2 | share held out must be at least 0",
        "data dedupe chats.jsonl --near 0 --out out | 2 | threshold of near duplicates",
        "data prepare chats.jsonl --language xx --out out | 2 | languages must be of [ar,",
        "data split none.jsonl --out out | 1 | none.jsonl does not exist",
        "data split chats.jsonl --shape text --out out | 1 | chats.jsonl:1: found the fields",
        "data inspect chats.jsonl -m nothing | 1 | no model \"nothing\"",
        "data split chats.jsonl --out . | 1 | exists already"
      })
  void mistakesAreNamed(String command, int code, String expected) {
    printed(code, command);

    assertThat(errors.toString()).startsWith("chatwright: ").contains(expected);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private JsonNode json(int code, String command) {
    return JsonMapper.shared()
        .readTree(printed(code, command).lines().reduce((_, last) -> last).orElseThrow());
  }

  /** Runs a command in which files and folders are meant to be in the test's own. */
  private String printed(int code, String command) {
    List<String> names = List.of("out", "halves", "once", ".");
    String[] typed =
        Stream.of(command.split(" ", -1))
            .map(
                word ->
                    names.contains(word) || word.endsWith(".jsonl") || word.endsWith(".yaml")
                        ? folder.resolve(word).toString()
                        : word)
            .toArray(String[]::new);
    PrintStream before = System.out;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setOut(new PrintStream(captured, true, UTF_8));
    try {
      CommandLine commandLine = ChatwrightCommand.commandLine(typed);
      commandLine.setErr(new PrintWriter(errors, true));
      assertThat(commandLine.execute(typed)).as(errors.toString()).isEqualTo(code);
    } finally {
      System.setOut(before);
    }
    return captured.toString(UTF_8);
  }
}
