package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.chatwright.training.runs.Measure;
import dev.chatwright.training.runs.MetricRow;
import dev.chatwright.training.runs.RunFolder;
import dev.chatwright.training.runs.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunLoopTest {
  static final RunListener NOTHING = _ -> {};

  @TempDir private Path path = Path.of("set by JUnit");

  @Test
  void theLastStepIsEvaluatedAndSavedOnce() throws IOException {
    int[] evaluations = new int[1];
    List<MetricRow> told = new ArrayList<>();
    try (SmallRun run = new SmallRun(ModelShape.Kind.LLAMA, 1);
        RunFolder folder = RunFolder.open(path)) {
      RunLoop loop =
          new RunLoop(
              run.trainer,
              new NextTokens(run.windows),
              () -> Measure.of(++evaluations[0]),
              run.checkpoint,
              new Cadence(6, 3, 2));

      RunOutcome outcome =
          loop.run(folder, KilledRun.description(6), () -> {}, told::add, () -> false);

      assertThat(outcome.state()).isEqualTo(RunState.FINISHED);
      assertThat(outcome.figures())
          .containsEntry("validationLoss", 2.0)
          .containsEntry("tokens", 768.0);
    }
    assertThat(evaluations[0]).isEqualTo(2);
    assertThat(told).isEqualTo(RunFolder.metrics(path).rows());
    assertThat(told).filteredOn(row -> row.heldOutLoss().isPresent()).hasSize(2);
    assertThat(RunFolder.manifest(path).state()).isEqualTo(RunState.FINISHED);
    assertThat(RunFolder.manifest(path).figures()).containsEntry("validationLoss", 2.0);
  }

  @Test
  void aRunThatIsKilledGoesOnFromItsCheckpointAndEndsTheSame() throws Exception {
    long steps = 60;
    for (int kill = 1; kill <= 2; kill++) {
      KilledRun.killAfter(12L * kill, path, KilledRun.class, path.toString(), "1000000");
    }
    assertThat(RunFolder.manifest(path).state()).isEqualTo(RunState.RUNNING);
    assertThat(RunFolder.isInUse(path)).isFalse();

    float[] resumed;
    try (SmallRun run = KilledRun.run(path, steps, NOTHING)) {
      resumed = run.parameters.values().toArray();
    }
    try (SmallRun whole = KilledRun.run(path.resolve("whole"), steps, NOTHING)) {
      assertThat(resumed).isEqualTo(whole.parameters.values().toArray());
    }
    List<MetricRow> rows = RunFolder.metrics(path).rows();
    assertThat(rows)
        .extracting(MetricRow::step)
        .isEqualTo(LongStream.rangeClosed(1, steps).boxed().toList());
    assertThat(rows)
        .extracting(MetricRow::loss)
        .isEqualTo(
            RunFolder.metrics(path.resolve("whole")).rows().stream().map(MetricRow::loss).toList());
  }

  @ParameterizedTest
  @CsvSource({"3, step 3 has a loss of NaN", "4, the weights after step 3 are not finite"})
  void aLossThatIsNotFiniteStopsTheRunAndKeepsTheLastCheckpoint(int spoilt, String problem)
      throws IOException {
    try (SmallRun run = new SmallRun(ModelShape.Kind.GPT2, 1);
        RunFolder folder = RunFolder.open(path)) {
      RunListener spoiler =
          row -> {
            if (row.step() == spoilt) {
              run.parameters
                  .parameter("output_norm.weight")
                  .orElseThrow()
                  .value()
                  .set(0, 1, Float.NaN);
            }
          };

      assertThatThrownBy(
              () ->
                  KilledRun.loop(run, new Cadence(9, 0, 2))
                      .run(folder, KilledRun.description(9), () -> {}, spoiler, () -> false))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining(problem + ", and the weight \"output_norm.weight\" holds NaN");
    }
    assertThat(RunFolder.manifest(path).state()).isEqualTo(RunState.FAILED);
    assertThat(RunFolder.manifest(path).reason()).contains(problem);
    try (SmallRun again = new SmallRun(ModelShape.Kind.GPT2, 1)) {
      again.checkpoint.read(path.resolve("run.checkpoint"));
      assertThat(again.trainer.nextStep()).isEqualTo(2);
    }
  }

  @Test
  void aFullDiskIsToldAndTheLastCheckpointKept() throws IOException {
    assumeThat(Path.of("/dev/full")).as("this system has no device that is always full").exists();
    KilledRun.run(path, 3, NOTHING).close();
    Path metrics = path.resolve("metrics.jsonl");
    Files.delete(metrics);
    Files.createSymbolicLink(metrics, Path.of("/dev/full"));

    assertThatThrownBy(() -> KilledRun.run(path, 9, NOTHING))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device");

    assertThat(RunFolder.manifest(path).state()).isEqualTo(RunState.FAILED);
    Files.delete(metrics);
    try (SmallRun again = KilledRun.run(path, 9, NOTHING)) {
      assertThat(again.trainer.nextStep()).isEqualTo(9);
    }
  }

  @Test
  void aRunThatCannotEvenBeginSaysWhy() throws IOException {
    Files.createDirectories(path.resolve("run.json/in the way"));

    assertThatThrownBy(() -> KilledRun.run(path, 3, NOTHING))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("run.json");
  }
}
