package dev.chatwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the benches say to somebody who has not what they need. */
@Timeout(60)
class BenchCommandTest {
  private final StringWriter errors = new StringWriter();
  @TempDir private Path folder;

  private int execute(String... arguments) {
    CommandLine commandLine = ChatwrightCommand.commandLine(arguments);
    commandLine.setErr(new PrintWriter(errors, true));
    return commandLine.execute(arguments);
  }

  private String home() {
    return folder.toString();
  }

  @Test
  void aPeerThatIsNotThereIsNamedBeforeAnythingIsMeasured() {
    String absent = folder.resolve("absent").toString();

    int serving =
        execute(
            "bench",
            "serving",
            "-m",
            "built-in",
            "--home",
            home(),
            "--against",
            "llama.cpp",
            "--peer",
            absent);
    int inference =
        execute(
            "bench",
            "inference",
            "-m",
            "built-in",
            "--home",
            home(),
            "--against",
            "llama.cpp",
            "--peer",
            absent);

    assertThat(serving).isEqualTo(1);
    assertThat(inference).isEqualTo(1);
    assertThat(errors.toString())
        .contains("--peer names llama-server")
        .contains("--peer names llama-bench");
  }

  @Test
  void anotherPeerThanTheOneThatIsKnownIsRefused() {
    int code =
        execute("bench", "serving", "-m", "built-in", "--home", home(), "--against", "another");

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString()).contains("unknown peer \"another\": expected llama.cpp");
  }

  @Test
  void trainingIsOnlyMeasuredBesidePyTorch() throws Exception {
    Path text = Files.writeString(folder.resolve("text.txt"), "a text");

    int code = execute("bench", "training", "llama", text.toString());

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString()).contains("expected --against pytorch");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    String absent = folder.resolve("absent.txt").toString();

    int code = execute("bench", "training", "llama", absent, "--against", "pytorch");

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString()).contains("no file " + absent);
  }
}
