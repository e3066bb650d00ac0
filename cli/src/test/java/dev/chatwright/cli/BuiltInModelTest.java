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

  private String printed() {
    return output.toString(UTF_8);
  }

  @Test
  void chatKnowsWhatItIsPartOfAndWhatWasSaidBefore() {
    System.setIn(
        new ByteArrayInputStream(
            "What is Chatwright?\nMy name is Anna.\nWhat is my name?\n/quit\n".getBytes(UTF_8)));

    int code = execute("chat", "-m", "built-in", "--temperature", "0", "--home", home.toString());

    assertThat(code).isZero();
    assertThat(printed()).contains("Chatwright is", "Anna");
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
