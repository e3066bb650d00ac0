package dev.chatwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands with the model that is part of the program, in an empty home. */
@Timeout(120)
class BuiltInModelTest {
  private static final int TEN_MILLION = 10_000_000;

  private final InputStream realInput = System.in;
  private final PrintStream realOutput = System.out;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final StringWriter errors = new StringWriter();
  @TempDir private Path home;

  @BeforeEach
  void captureOutput() {
    System.setOut(new PrintStream(output, true, UTF_8));
  }

  @AfterEach
  void restoreStreams() {
    System.setIn(realInput);
    System.setOut(realOutput);
  }

  private int execute(String... arguments) {
    CommandLine commandLine = ChatwrightCommand.commandLine(arguments);
    commandLine.setErr(new PrintWriter(errors, true));
    return commandLine.execute(arguments);
  }

  private void type(String text) {
    System.setIn(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private String printed() {
    return output.toString(UTF_8);
  }

  @Test
  void chatKnowsWhatItIsPartOfAndSaysWhatItCannotDo() {
    type("What is Chatwright?\nWhat is the weather like?\n/quit\n");

    int code = execute("chat", "-m", "built-in", "--temperature", "0", "--home", home.toString());

    assertThat(code).isZero();
    assertThat(printed()).contains("Chatwright is", "I do not know the weather");
  }

  @Test
  void aReplyEndsByItselfAndIsTheSameAgain() {
    String[] command = {
      "generate",
      "-m",
      "built-in",
      "--temperature",
      "0",
      "--json",
      "--home",
      home.toString(),
      "--prompt",
      "Who are you?"
    };

    assertThat(execute(command)).isZero();
    JsonNode first = lastLine();
    assertThat(execute(command)).isZero();

    assertThat(lastLine().path("text")).isEqualTo(first.path("text"));
    assertThat(first.path("text").asString()).containsIgnoringCase("model");
    assertThat(first.path("finishReason").asString()).isEqualTo("stop");
  }

  @Test
  void aPromptOfTenMillionLettersIsRefusedWithBothNumbers() {
    type("a".repeat(TEN_MILLION));

    int code = execute("generate", "-m", "built-in", "--home", home.toString(), "--prompt", "-");

    assertThat(code).isOne();
    assertThat(errors.toString())
        .matches("chatwright: the prompt takes \\d+ tokens, which does not fit .* 512\\R");
  }

  @Test
  void tenMillionLettersAreEncoded() {
    type("a".repeat(TEN_MILLION));

    assertThat(
            execute(
                "tokenizer", "encode", "-m", "built-in", "--home", home.toString(), "--json", "-"))
        .isZero();
    assertThat(lastLine().path("count").asInt()).isBetween(1_000_000, TEN_MILLION);
  }

  @Test
  void chatFromAPipeKnowsItsCommandsAndSaves() throws IOException {
    Path saved = home.resolve("talk.md");
    type("/system Answer in one word.\nSay hello.\n/save %s\n/nothing\n/quit\n".formatted(saved));

    int code =
        execute(
            "chat",
            "-m",
            "built-in",
            "--home",
            home.toString(),
            "--temperature",
            "0",
            "--max-tokens",
            "4");

    assertThat(code).isZero();
    assertThat(printed().strip()).isNotEmpty();
    assertThat(Files.readString(saved))
        .isEqualTo(
            "**user**\n\nSay hello.\n\n**assistant**\n\n%s\n\n".formatted(printed().strip()));
  }

  @Test
  void itReadsItsOwnLanguageBetterThanChance() throws IOException {
    Path text = home.resolve("text.txt");
    Files.writeString(
        text, "Once upon a time there was a little cat. She liked to play. ".repeat(60));

    int code =
        execute(
            "evaluate",
            "perplexity",
            "-m",
            "built-in",
            "--home",
            home.toString(),
            "--file",
            text.toString(),
            "--chunks",
            "1",
            "--json");

    assertThat(code).isZero();
    assertThat(lastLine().path("perplexity").asDouble()).isBetween(1.0, 300.0);
  }

  @Test
  void itCanBeTaught() throws IOException {
    Path data = home.resolve("chats.jsonl");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      rows.append(
          """
          {"messages":[{"role":"user","content":"Say %d"},{"role":"assistant","content":"No."}]}
          """
              .formatted(i));
    }
    Files.writeString(data, rows);
    Path recipe =
        Files.writeString(
            home.resolve("r.yaml"), "training: {steps: 12, batch: 1, length: 128, rate: 0.003}\n");
    Path run = home.resolve("run");

    int code =
        execute(
            "tune",
            "lora",
            "-m",
            "built-in",
            "--home",
            home.toString(),
            "--recipe",
            recipe.toString(),
            "--data",
            data.toString(),
            "--out",
            run.toString(),
            "--json");
    assertThat(code).as(errors.toString()).isZero();
    assertThat(
            execute(
                "generate",
                "-m",
                "built-in",
                "--home",
                home.toString(),
                "--adapter",
                run.resolve("adapter.gguf").toString(),
                "--prompt",
                "Say 7",
                "--temperature",
                "0",
                "--json"))
        .isZero();

    assertThat(lastLine().path("text").asString()).startsWith("No");
  }

  @Test
  void itIsListedShownAndVerifiedButNotRemoved() {
    assertThat(execute("model", "list", "--home", home.toString())).isZero();
    assertThat(printed()).contains("built-in", "very small");
    assertThat(execute("model", "verify", "built-in", "--home", home.toString())).isZero();
    assertThat(execute("model", "show", "built-in", "--home", home.toString())).isZero();
    assertThat(printed()).contains("part of Chatwright", "Apache-2.0");

    assertThat(execute("model", "remove", "built-in", "--home", home.toString())).isEqualTo(1);
    assertThat(errors.toString()).contains("part of Chatwright");
  }

  @Test
  void whereNothingCanBeFetchedItAnswersAndThatIsSaid() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "generate",
            "--home",
            home.toString(),
            "--temperature",
            "0",
            "--prompt",
            "What is Chatwright?");
    builder.environment().put("HTTPS_PROXY", "http://127.0.0.1:1");
    builder.environment().put("PATH", home.toString()); // without Python's pip
    builder.redirectErrorStream(true);

    Process process = builder.start();
    String all = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(all).isZero();
    assertThat(all).contains("Until then the built-in model answers", "Chatwright is");
  }

  private JsonNode lastLine() {
    return JsonMapper.shared().readTree(printed().lines().toList().getLast());
  }
}
