package dev.chatwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.checkpoint.ModelStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands with SmolLM2, which is read from the home folder of whoever runs the tests. */
@Timeout(120)
class RealModelTest {
  private final PrintStream realOutput = System.out;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final StringWriter errors = new StringWriter();

  @BeforeEach
  void captureOutput() throws IOException {
    assumeTrue(
        new ModelStore(new HomeOption().path()).find(ModelOption.DEFAULT_MODEL).isPresent(),
        "needs the model smollm2-135m-instruct; './chatwright model pull' fetches it");
    System.setOut(new PrintStream(output, true, UTF_8));
  }

  @AfterEach
  void restoreStreams() {
    System.setOut(realOutput);
  }

  @Test
  void generateReportsOneObjectOnTheLastLine() {
    int code =
        execute(
            "generate --raw --temperature 0 --max-tokens 2 --logprobs 1 --json --prompt".split(" "),
            "The capital of France is");

    JsonNode report = lastLine();
    assertThat(code).isZero();
    assertThat(report.propertyNames())
        .containsExactly(
            "promptTokens",
            "tokens",
            "text",
            "finishReason",
            "prefillTokensPerSecond",
            "decodeTokensPerSecond",
            "kernels",
            "logprobs");
    assertThat(report.path("text").asString()).isEqualTo(" Paris.");
    assertThat(report.path("promptTokens").asInt()).isEqualTo(5);
    assertThat(report.path("finishReason").asString()).isEqualTo("length");
    assertThat(report.path("logprobs").size()).isEqualTo(2);
  }

  private JsonNode lastLine() {
    return JsonMapper.shared().readTree(output.toString(UTF_8).lines().toList().getLast());
  }

  private int execute(String[] arguments, String last) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = last;
    return execute(all);
  }

  private int execute(String... arguments) {
    CommandLine commandLine = ChatwrightCommand.commandLine(arguments);
    commandLine.setErr(new PrintWriter(errors, true));
    return commandLine.execute(arguments);
  }
}
