package dev.chatwright.training.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(Metrics.read(file).rows()).containsExactly(row(1), row(2), row(3), row(4), row(5));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 100})
  void aTornLastLineIsNotThereAndIsWrittenAgain(int torn) throws IOException {
    long whole = Files.size(file);
    Files.writeString(file, row(6).toLine().substring(0, torn), StandardOpenOption.APPEND);

    assertThat(Metrics.read(file).rows()).hasSize(5);
    try (Metrics metrics = Metrics.openAfter(file, 5)) {
      assertThat(Files.size(file)).isEqualTo(whole);
      metrics.append(row(6));
    }
    assertThat(Metrics.read(file).rows()).endsWith(row(5), row(6));
  }

  @Test
  void stepsAfterTheCheckpointAreCutOff() throws IOException {
    try (Metrics metrics = Metrics.openAfter(file, 2)) {
      assertThat(metrics.last()).contains(row(2));
      metrics.append(row(3));
    }

    assertThat(Metrics.read(file).rows()).containsExactly(row(1), row(2), row(3));
  }

  @Test
  void aStepCannotStandTwice() throws IOException {
    try (Metrics metrics = Metrics.openAfter(file, 5)) {
      assertThatThrownBy(() -> metrics.append(row(5)))
          .hasMessage("the row after step 5 must be of a later one, got 5");
    }
  }

  @Test
  void aBrokenLineCostsItsFiguresOnly() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(1, "{\"step\":2}");
    lines.set(3, lines.get(3).substring(9));
    Files.write(file, lines);

    MetricRows found = Metrics.read(file);

    assertThat(found.rows()).containsExactly(row(1), row(3), row(5));
    assertThat(found.notice())
        .contains(
            "2 lines of metrics.jsonl cannot be read, the first: line 2: \"loss\" must be a finite"
                + " number");
  }

  @Test
  void aRunGoesOnBehindABrokenLineAndLeavesIt() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(2, "torn by hand");
    Files.write(file, lines);

    try (Metrics metrics = Metrics.openAfter(file, 3)) {
      assertThat(metrics.last()).contains(row(2));
      metrics.append(row(4));
    }

    assertThat(Metrics.read(file).rows()).containsExactly(row(1), row(2), row(4));
    assertThat(Files.readAllLines(file)).hasSize(4).contains("torn by hand");
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
  void aNumberBeyondAllBoundsIsNotRead(String written, String forged, String problem)
      throws IOException {
    Files.writeString(file, Files.readString(file).replace(written, forged));

    assertThat(Metrics.read(file).rows()).hasSize(4);
    assertThat(Metrics.read(file).problem()).contains("line 5: " + problem);
  }

  @Test
  void ofALineThatIsTooLongNoMoreIsKept() throws IOException {
    Files.writeString(file, "x".repeat(5000), StandardOpenOption.APPEND);
    assertThat(Metrics.read(file).notice()).isEmpty(); // it may be torn

    Files.writeString(file, "\n" + row(6).toLine() + "\n", StandardOpenOption.APPEND);

    assertThat(Metrics.read(file).rows()).hasSize(6);
    assertThat(Metrics.read(file).notice())
        .contains("1 line of metrics.jsonl cannot be read: line 6 has more than 4096 bytes");
  }
}
