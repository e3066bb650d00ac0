package dev.chatwright.training.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
  @TempDir private Path folder = Path.of("set by JUnit");
  private Path file = Path.of("");

  @BeforeEach
  void writeFiveRows() throws IOException {
    file = folder.resolve("metrics.jsonl");
    try (Metrics metrics = Metrics.openAfter(file, 0)) {
      for (int step = 1; step <= 5; step++) {
        metrics.append(row(step));
      }
    }
  }

  private static MetricRow row(long step) {
    Optional<Measure> heldOut = step == 3 ? Optional.of(Measure.of(2.25)) : Optional.empty();
    Optional<Margins> margins =
        step == 4 ? Optional.of(new Margins(-0.1, 0.25, 8)) : Optional.empty();
    Measure measure = new Measure(3 - step / 10.0, margins);
    OptionalDouble epsilon = step == 3 ? OptionalDouble.of(0.5) : OptionalDouble.empty();
    return new MetricRow(step, measure, heldOut, 1e-9, 1e-3, 48 * step, step / 3.0, 144, epsilon);
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    assertThat(Metrics.read(file)).containsExactly(row(1), row(2), row(3), row(4), row(5));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 100})
  void aTornLastLineIsNotThereAndIsWrittenAgain(int torn) throws IOException {
    long whole = Files.size(file);
    Files.writeString(file, row(6).toLine().substring(0, torn), StandardOpenOption.APPEND);

    assertThat(Metrics.read(file)).hasSize(5);
    try (Metrics metrics = Metrics.openAfter(file, 5)) {
      assertThat(Files.size(file)).isEqualTo(whole);
      metrics.append(row(6));
    }
    assertThat(Metrics.read(file)).endsWith(row(5), row(6));
  }

  @Test
  void stepsAfterTheCheckpointAreCutOff() throws IOException {
    try (Metrics metrics = Metrics.openAfter(file, 2)) {
      assertThat(metrics.last()).contains(row(2));
      metrics.append(row(3));
    }

    assertThat(Metrics.read(file)).containsExactly(row(1), row(2), row(3));
  }

  @Test
  void aStepCannotStandTwice() throws IOException {
    try (Metrics metrics = Metrics.openAfter(file, 5)) {
      assertThatThrownBy(() -> metrics.append(row(5)))
          .hasMessage("the row after step 5 must be of a later one, got 5");
    }
  }

  @Test
  void aBrokenLineIsNamed() throws IOException {
    Files.writeString(file, "{\"step\":6}\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> Metrics.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("metrics.jsonl line 6: \"loss\" must be a finite number");
  }

  /** A chart of such numbers has no end. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"loss\":2.5' | '\"loss\":1e999' | \"loss\" must be a finite number",
        "'\"step\":5' | '\"step\":9223372036854775807' | \"step\" must be a whole number from 0 to"
            + " 9007199254740992"
      })
  void aNumberBeyondAllBoundsIsRefused(String written, String forged, String problem)
      throws IOException {
    Files.writeString(file, Files.readString(file).replace(written, forged));

    assertThatThrownBy(() -> Metrics.read(file)).hasMessageEndingWith("line 5: " + problem);
  }

  @Test
  void aLineWithoutEndIsRefusedBeforeItIsKept() throws IOException {
    Files.writeString(file, "x".repeat(5000), StandardOpenOption.APPEND);

    assertThatThrownBy(() -> Metrics.read(file)).hasMessageEndingWith("has more than 4096 bytes");
  }
}
