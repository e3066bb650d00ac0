package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official OpenAI client for Python, unchanged, where it is installed. */
class PythonClientTest {
  private static final String PYTHON =
      Objects.requireNonNullElse(System.getenv("CHATWRIGHT_TEST_PYTHON"), "python3");

  /** What a program left behind. */
  private record Run(int exit, String output) {}

  @Test
  void theOfficialClientWorksUnchanged(@TempDir Path folder) throws Exception {
    assumeTrue(canImport(), "%s with the package openai is not installed".formatted(PYTHON));
    Path script = folder.resolve("openai_client.py");
    try (InputStream source =
        Objects.requireNonNull(getClass().getResourceAsStream("openai_client.py"))) {
      Files.copy(source, script);
    }
    try (RunningServer server = RunningServer.start(ScriptedSource.of(new ScriptedModel()))) {
      Run run =
          run(
              List.of(
                  PYTHON,
                  script.toString(),
                  server.address() + "/v1",
                  ScriptedModel.ID,
                  "all-minilm-l6-v2"));

      assertThat(run.output().strip()).isEqualTo("ok");
      assertThat(run.exit()).isZero();
    }
  }

  private static boolean canImport() throws InterruptedException {
    try {
      return run(List.of(PYTHON, "-c", "import openai")).exit() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static Run run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), output);
  }
}
