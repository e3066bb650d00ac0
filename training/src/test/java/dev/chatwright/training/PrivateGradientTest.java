package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.training.privacy.Accounting;
import dev.chatwright.training.privacy.PrivacyLedger;
import dev.chatwright.training.privacy.PrivacyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateGradientTest {
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

  private StepGradient.Found add(PrivateStep step, PrivacyLedger ledger, long at)
      throws IOException {
    PrivateGradient gradient = new PrivateGradient(step.network, documents, CLIP, step.parallel);
    gradient.payTo(ledger);
    step.changes.parameters().clearGradients();
    return gradient.add(at);
  }

  @Test
  void itIsTheSumOfWhatWasDrawnAndNoiseOfTheRightSize() throws IOException {
    try (PrivateStep step = new PrivateStep(2);
        PrivacyLedger ledger = ledger()) {
      ledger.charge(0);
      int[] sample = ledger.randomness().sample(0, EXAMPLES, 10.0 / EXAMPLES);
      float[] sum = step.sum(documents, CLIP, sample);

      StepGradient.Found found = add(step, ledger, 0);

      float[] noisy = step.changes.parameters().gradients().toArray();
      double square = 0;
      long count = step.changes.parameters().count();
      for (int i = 0; i < noisy.length; i++) {
        square += (noisy[i] - sum[i]) * (noisy[i] - sum[i]);
      }
      assertThat(Math.sqrt(square / count)).isEqualTo(NOISE * CLIP, within(0.03));
      assertThat(found.factor()).isEqualTo(0.1, within(1e-12));
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

      assertThatThrownBy(() -> add(step, ledger, 0)).isInstanceOf(IOException.class);

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
      PrivateGradient gradient = new PrivateGradient(step.network, few, CLIP, step.parallel);
      gradient.payTo(ledger);
      step.changes.parameters().clearGradients();

      StepGradient.Found found = gradient.add(0);

      assertThat(found.tokens()).isZero();
      assertThat(found.measure().loss()).isZero();
      float[] noise = step.changes.parameters().gradients().toArray();
      assertThat(Arrays.hashCode(noise)).isNotEqualTo(Arrays.hashCode(new float[noise.length]));
    }
  }
}
