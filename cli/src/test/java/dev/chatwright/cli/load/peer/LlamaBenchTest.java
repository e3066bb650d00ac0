package dev.chatwright.cli.load.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.checkpoint.BuiltInModel;
import dev.chatwright.checkpoint.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What llama-bench says, by small programs that say the like, and by itself where it is. */
@Timeout(120)
class LlamaBenchTest {
  @TempDir private Path folder;

  @Test
  void speedsAreTheMediansOfBothTests() throws Exception {
    LlamaBench bench =
        bench(
            """
            echo '[{"n_prompt": 8, "n_gen": 0, "samples_ts": [10, 90, 30]},'
            echo ' {"n_prompt": 0, "n_gen": 4, "samples_ts": [5, 7, 6]}]'
            """);

    assertThat(bench.measure(8, 4, 1)).isEqualTo(new Speeds(30, 6));
  }

  @Test
  void whatItSaysBeforeItFailsIsTold() throws Exception {
    LlamaBench bench = bench("echo 'no such model' >&2; exit 3");

    assertThatIOException()
        .isThrownBy(() -> bench.measure(8, 4, 1))
        .withMessage("llama-bench ended with exit code 3; it said: no such model");
  }

  @Test
  void whatIsNoJsonIsRefused() throws Exception {
    LlamaBench bench = bench("echo '| model | size |'");

    assertThatIOException()
        .isThrownBy(() -> bench.measure(8, 4, 1))
        .withMessageContaining("no JSON: | model | size |");
  }

  @Test
  void aTestThatIsMissingIsNamed() throws Exception {
    LlamaBench bench = bench("echo '[{\"n_prompt\": 8, \"n_gen\": 0, \"samples_ts\": [1]}]'");

    assertThatIOException()
        .isThrownBy(() -> bench.measure(8, 4, 1))
        .withMessageContaining("no speed by n_gen");
  }

  @Test
  void aPeerThatIsNotThereIsNamedWithWhereItWasLookedFor() {
    Path absent = folder.resolve("absent");

    assertThatIOException()
        .isThrownBy(() -> PeerProgram.find("llama-bench", Optional.of(absent)))
        .withMessageContaining(absent.toString())
        .withMessageContaining("bench/README.md");
    assertThatIOException()
        .isThrownBy(() -> PeerProgram.find("llama-that-nobody-has", Optional.empty()))
        .withMessageContaining("llama-that-nobody-has is not on the PATH");
  }

  @Test
  void theRealOneMeasuresTheBuiltInModel() throws Exception {
    Optional<PeerProgram> real = installed();
    assumeTrue(real.isPresent(), "llama-bench is not on the PATH (bench/README.md)");
    Path model = BuiltInModel.in(new ModelStore(folder)).path();

    Speeds speeds = new LlamaBench(real.orElseThrow(), model).measure(8, 4, 1);

    assertThat(speeds.prompt()).isPositive();
    assertThat(speeds.reply()).isPositive();
  }

  private static Optional<PeerProgram> installed() {
    try {
      return Optional.of(PeerProgram.find("llama-bench", Optional.empty()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private LlamaBench bench(String script) throws IOException {
    Path program = folder.resolve("llama-bench");
    Files.writeString(program, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new LlamaBench(
        PeerProgram.find("llama-bench", Optional.of(folder)), folder.resolve("any.gguf"));
  }
}
