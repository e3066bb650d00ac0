package dev.chatwright.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SoftTargetsTest {
  private final Arena arena = Arena.ofConfined();
  private final ArchSpec spec = TinySpecs.llama(true, 0);
  private final Parallel parallel = new Parallel(2);
  private final TokenBatch batch = TinySpecs.batch();
  private final Parameters student = TinySpecs.random(spec, _ -> false, arena);
  private final TrainableTransformer network =
      new TrainableTransformer(spec, student, batch, Kernels.fastest(), parallel);

  @AfterEach
  void free() {
    network.close();
    parallel.close();
    arena.close();
  }

  /** Returns the targets of a teacher that is the student but for some noise. */
  private SoftTargets taught(int most, float temperature, float noise) {
    Parameters weights = TinySpecs.random(spec, _ -> false, arena);
    Random random = new Random(11);
    for (int i = 0; i < weights.values().columns(); i++) {
      float moved = weights.values().get(0, i) + noise * (float) random.nextGaussian();
      weights.values().set(0, i, moved);
    }
    SoftTargets soft = new SoftTargets(batch.rows(), most, temperature);
    FrozenModel frozen = new FrozenModel(weights, Kernels.fastest(), arena);
    try (var teacher =
        new TrainableTransformer(
            spec, frozen, Recompute.BLOCKS, batch, Kernels.fastest(), parallel)) {
      teacher.teach(soft);
    }
    return soft;
  }

  @Test
  void theLikeliestTokensAreKeptInTheirOrder() {
    Tensor logits = Tensor.copyOf(new float[] {1, 3, -2, 3, 0}, Shape.of(1, 5), arena);
    SoftTargets soft = new SoftTargets(1, 3, 2);

    soft.set(0, logits, 0);

    assertThat(new int[] {soft.token(0, 0), soft.token(0, 1), soft.token(0, 2)})
        .containsExactly(1, 3, 0);
    double last = Math.exp(-1) / (2 + Math.exp(-1));
    assertThat((double) soft.probability(0, 2)).isEqualTo(last, within(1e-6));
    assertThat(soft.probability(0, 0)).isEqualTo(soft.probability(0, 1));
  }

  @Test
  void aStudentThatIsItsTeacherHasNothingToLearn() {
    SoftTargets soft = taught(TinySpecs.VOCABULARY, 1.5f, 0);

    assertThat(network.divergence(soft)).isEqualTo(0, within(1e-4));
    assertThat(network.divergence(taught(TinySpecs.VOCABULARY, 1.5f, 0.1f))).isGreaterThan(0.01);
  }

  /** The gradient along its own direction is the change of the divergence along it. */
  @ParameterizedTest
  @CsvSource({"13, 1", "13, 2", "4, 2", "1, 1"})
  void theGradientIsThatOfTheDivergence(int most, float temperature) {
    SoftTargets soft = taught(most, temperature, 0.1f);
    student.clearGradients();

    double sum = network.divergenceAndGradients(soft, 1);

    assertThat(sum).isEqualTo(network.divergence(soft), within(1e-4 * sum));
    float[] gradient = student.gradients().toArray();
    double length = 0;
    for (float g : gradient) {
      length += (double) g * g;
    }
    length = Math.sqrt(length);
    double step = 2e-3;
    move(gradient, step / length);
    double above = network.divergence(soft);
    move(gradient, -2 * step / length);
    double below = network.divergence(soft);
    assertThat((above - below) / (2 * step) / length).isEqualTo(1, within(5e-3));
  }

  private void move(float[] direction, double by) {
    for (int i = 0; i < direction.length; i++) {
      student.values().set(0, i, (float) (student.values().get(0, i) + by * direction[i]));
    }
  }

  @Test
  void withOneTokenItIsTheCrossEntropyOfThat() {
    SoftTargets soft = taught(1, 1, 0.1f);
    double divergence = network.divergence(soft);
    for (int row = 0; row < batch.rows(); row++) {
      batch.targets()[row] = batch.targets()[row] < 0 ? TokenBatch.NO_TARGET : soft.token(row, 0);
    }

    assertThat(network.loss()).isEqualTo(divergence, within(1e-4 * divergence));
  }

  @Test
  void whatCannotBeLearntFromIsRefused() {
    assertThatThrownBy(() -> new SoftTargets(4, 0, 1)).hasMessageContaining("got 0 and 1.0");
    assertThatThrownBy(() -> new SoftTargets(4, 2, 0)).hasMessageContaining("got 2 and 0.0");
  }
}
