package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.training.optimizer.AdamWOptions;
import dev.chatwright.training.optimizer.AveragedWeights;
import dev.chatwright.training.optimizer.OptimizerOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every optimiser promises. */
class OptimizerTest {
  @TempDir private Path folder = Path.of("set by JUnit");

  @ParameterizedTest
  @CsvSource({"ADAMW, 0.9", "ADAMW8, 0", "MUON, 0", "MUON, 0.99"})
  void aRunIsTheSameForEveryNumberOfThreadsAndAfterAStop(
      OptimizerOptions.Kind kind, double averaging) throws IOException {
    OptimizerOptions options = new OptimizerOptions(kind, AdamWOptions.DEFAULT, averaging);
    Path file = folder.resolve("run.checkpoint");
    float[] expected;
    try (SmallRun whole = new SmallRun(ModelShape.Kind.GPT2, 1, options)) {
      whole.steps(12);
      expected = whole.parameters.values().toArray();
    }
    try (SmallRun firstHalf = new SmallRun(ModelShape.Kind.GPT2, 3, options)) {
      firstHalf.steps(5);
      firstHalf.checkpoint.write(file);
    }

    try (SmallRun secondHalf = new SmallRun(ModelShape.Kind.GPT2, 2, options)) {
      secondHalf.checkpoint.read(file);
      secondHalf.steps(7);

      assertThat(secondHalf.parameters.values().toArray()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"ADAMW", "ADAMW8", "MUON"})
  void aRunLearns(OptimizerOptions.Kind kind) {
    OptimizerOptions options = new OptimizerOptions(kind, AdamWOptions.DEFAULT, 0);
    for (ModelShape.Kind model : ModelShape.Kind.values()) {
      try (SmallRun run = new SmallRun(model, 2, options)) {
        double before = HeldOutLoss.compute(run.network, run.tokens);
        run.steps(60);

        assertThat(HeldOutLoss.compute(run.network, run.tokens))
            .as("%s", model)
            .isLessThan(before / 2);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5", "0.99"})
  void theMeanIsThatOfAllWeights(double share) {
    OptimizerOptions options =
        new OptimizerOptions(OptimizerOptions.Kind.ADAMW, AdamWOptions.DEFAULT, share);
    try (SmallRun run = new SmallRun(ModelShape.Kind.GPT2, 2, options)) {
      double expected = run.parameters.values().get(0, 3);
      for (int step = 1; step <= 6; step++) {
        run.steps(1);
        double kept = Math.min(share, (1.0 + step) / (10 + step));
        expected = kept * expected + (1 - kept) * run.parameters.values().get(0, 3);
      }
      float weight = run.parameters.values().get(0, 3);
      double[] mean = new double[1];

      AveragedWeights.during(
          run.checkpoint.optimizer(), () -> mean[0] = run.parameters.values().get(0, 3));

      assertThat(mean[0]).isCloseTo(expected, within(1e-7));
      assertThat(run.parameters.values().get(0, 3)).isEqualTo(weight);
    }
  }
}
