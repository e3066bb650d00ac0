package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.training.privacy.Accounting;
import dev.chatwright.training.privacy.PrivacyLedger;
import dev.chatwright.training.privacy.PrivacyOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateObjectiveTest {
  private static final int EXAMPLES = 30;
  private static final double CLIP = 0.5;
  private static final double NOISE = 2;

  @TempDir private Path folder = Path.of("set by JUnit");

  private final SampledDocuments documents =
      new SampledDocuments(PrivateStep.documents(EXAMPLES), TinyLlama.LENGTH);

  private PrivacyLedger ledger() throws IOException {
    PrivacyOptions options =
        new PrivacyOptions(
            OptionalDouble.empty(), OptionalDouble.of(NOISE), 1e-3, CLIP, 10, Accounting.RDP);
    return PrivacyLedger.open(folder, options, EXAMPLES, 100, "run", "kernels", 0);
  }

  private StepLoss add(PrivateStep step, PrivacyLedger ledger, long at) {
    PrivateObjective objective = new PrivateObjective(documents, CLIP, step.parallel);
    objective.payTo(ledger);
    objective.resume(at);
    step.changes.parameters().clearGradients();
    return objective.addGradients(step.network, 1);
  }

  @Test
  void itIsTheSumOfWhatWasDrawnAndNoiseOfTheRightSize() throws IOException {
    try (PrivateStep step = new PrivateStep(2);
        PrivacyLedger ledger = ledger()) {
      ledger.charge(0);
      int[] sample = ledger.randomness().sample(0, EXAMPLES, 10.0 / EXAMPLES);
      float[] sum = step.sum(documents, CLIP, sample);

      StepLoss found = add(step, ledger, 0);

      float[] noisy = step.changes.parameters().gradients().toArray();
      double square = 0;
      long count = step.changes.parameters().count();
      for (int i = 0; i < noisy.length; i++) {
        double added = noisy[i] * 10.0 - sum[i]; // of ten examples on average
        square += added * added;
      }
      double spread = NOISE * CLIP / Math.sqrt(2.0 * count); // of a deviation found in so many
      assertThat(Math.sqrt(square / count)).isEqualTo(NOISE * CLIP, within(6 * spread));
      assertThat(found.epsilon()).hasValue(ledger.epsilon());
    }
  }

  @Test
  void theSameStepHasTheSameBitsWhateverTheThreads() throws IOException {
    float[] expected;
    try (PrivateStep step = new PrivateStep(1);
        PrivacyLedger ledger = ledger()) {
      add(step, ledger, 0);
      expected = step.changes.parameters().gradients().toArray();
    }
    try (PrivateStep step = new PrivateStep(3);
        PrivacyLedger ledger = ledger()) {
      add(step, ledger, 0);
      assertThat(step.changes.parameters().gradients().toArray()).isEqualTo(expected);
      assertThat(PrivacyLedger.claim(folder).orElseThrow().steps()).isEqualTo(1);
      add(step, ledger, 1);
      assertThat(step.changes.parameters().gradients().toArray()).isNotEqualTo(expected);
    }
  }

  @Test
  void aStepThatCannotBeWrittenDownIsNotTaken() throws IOException {
    try (PrivateStep step = new PrivateStep(1)) {
      PrivacyLedger ledger = ledger();
      ledger.close(); // as good as a full disk

      assertThatThrownBy(() -> add(step, ledger, 0)).isInstanceOf(UncheckedIOException.class);

      assertThat(step.changes.parameters().gradients().toArray()).containsOnly(0);
      assertThat(Files.readAllLines(folder.resolve("privacy.jsonl"))).hasSize(1);
    }
  }

  @Test
  void aStepThatDrawsNothingIsNoiseAlone() throws IOException {
    SampledDocuments few = new SampledDocuments(PrivateStep.documents(2), TinyLlama.LENGTH);
    PrivacyOptions options =
        new PrivacyOptions(
            OptionalDouble.empty(), OptionalDouble.of(NOISE), 1e-3, CLIP, 1e-6, Accounting.RDP);
    try (PrivateStep step = new PrivateStep(1);
        PrivacyLedger ledger = PrivacyLedger.open(folder, options, 2, 100, "run", "kernels", 0)) {
      PrivateObjective objective = new PrivateObjective(few, CLIP, step.parallel);
      objective.payTo(ledger);
      step.changes.parameters().clearGradients();

      StepLoss found = objective.addGradients(step.network, 1);

      assertThat(found.isEmpty()).isFalse();
      assertThat(objective.position()).isEqualTo(1);
      assertThat(found.tokens()).isZero();
      assertThat(found.measure().loss()).isZero();
      float[] noise = step.changes.parameters().gradients().toArray();
      assertThat(Arrays.hashCode(noise)).isNotEqualTo(Arrays.hashCode(new float[noise.length]));
    }
  }
}
