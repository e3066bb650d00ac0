package dev.chatwright.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.tensor.Activation;
import dev.chatwright.tensor.AdamStep;
import dev.chatwright.tensor.GradientKernels;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.testing.RandomTensors;
import java.lang.foreign.Arena;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the kernels of training, but for products and attention, to the specification. */
class ElementwiseGradientsParityTest {
  private static final GradientKernels VECTOR = VectorKernels.INSTANCE.gradients();
  private static final GradientKernels SCALAR = Kernels.scalar().gradients();

  private final Arena arena = Arena.ofConfined();
  private final RandomTensors random = new RandomTensors(19, arena);

  @AfterEach
  void release() {
    arena.close();
  }

  @ParameterizedTest(name = "{0} columns")
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100, 576})
  void normalisationsAgree(int columns) {
    Tensor x = random.floats(4, columns);
    Tensor dy = random.floats(4, columns);
    Tensor gain = random.floats(1, columns);
    Tensor statistics = random.floats(4, 2);
    Tensor start = random.floats(4, columns);

    compare(start, 1e-5f, (k, dx) -> k.rmsNorm(dy, x, gain, 1e-2f, 1, 3, dx, copy(statistics)));
    compare(start, 1e-5f, (k, dx) -> k.layerNorm(dy, x, gain, 1e-2f, 1, 3, dx, copy(statistics)));
    compare(statistics, 1e-5f, (k, s) -> k.rmsNorm(dy, x, gain, 1e-5f, 1, 3, copy(start), s));
    compare(statistics, 1e-5f, (k, s) -> k.layerNorm(dy, x, gain, 1e-2f, 1, 3, copy(start), s));
  }

  @ParameterizedTest(name = "{0} columns")
  @ValueSource(ints = {1, 3, 8, 9, 16, 17, 33, 100})
  void sumsOverRowsAgree(int columns) {
    Tensor x = random.floats(7, columns);
    Tensor dy = random.floats(7, columns);
    Tensor statistics = random.floats(7, 2);
    int from = columns / 3;
    int[] ids = {2, 0, 2, 1, 2, 0, 3};

    Tensor vector = random.floats(1, columns);
    compare(vector, 1e-5f, (k, db) -> k.bias(dy, from, columns, db));
    compare(vector, 1e-5f, (k, dGain) -> k.gain(dy, x, statistics, from, columns, dGain));
    Tensor table = random.floats(4, columns);
    compare(table, 1e-5f, (k, dTable) -> k.lookUp(dy, ids, 1.5f, from, columns, dTable));
  }

  @ParameterizedTest
  @EnumSource
  void activationsAgreeOnEveryMagnitude(Activation activation) {
    Tensor x = magnitudes();
    int count = x.columns();
    Tensor dy = random.floats(1, count);
    Tensor up = random.floats(1, count);

    compare(dy, 3e-6f, (k, dx) -> k.activate(activation, dx, x, 0, count, dx));
    compare(dy, 3e-6f, (k, dx) -> k.activate(activation, dx, x, 5, 42, dx));
    compare(
        dy, 3e-6f, (k, dx) -> k.activateAndMultiply(activation, dx, x, up, 3, count, dx, copy(up)));
    compare(
        dy, 3e-6f, (k, dx) -> k.activateAndMultiply(activation, dx, x, up, 3, count, copy(up), dx));
  }

  @ParameterizedTest
  @EnumSource
  void activationsKeepNaN(Activation activation) {
    Tensor x = Tensor.copyOf(new float[] {Float.NaN, 1}, Shape.of(2), arena);

    VECTOR.activate(activation, Tensor.copyOf(new float[] {1, 1}, Shape.of(2), arena), x, 0, 2, x);

    assertThat(x.get(0, 0)).isNaN();
    assertThat(x.get(0, 1)).isNotNaN();
  }

  @ParameterizedTest(name = "{0} columns")
  @ValueSource(ints = {1, 2, 7, 16, 17, 65, 1000})
  void lossesAndTheirGradientsAgree(int columns) {
    Tensor logits = random.floats(5, columns);
    int[] targets = {9, 9, 0, columns - 1, -1, columns / 2, 0};
    float[] expected = new float[7];
    float[] actual = new float[7];

    for (float cap : new float[] {0, 3}) {
      compare(
          logits,
          2e-6f,
          (k, x) ->
              k.crossEntropy(
                  x, targets, 2, cap, 0.25f, 0, 4, k.equals(SCALAR) ? expected : actual));
    }

    assertThat(actual).containsExactly(expected, within(4e-6f));
    assertThat(actual[4]).as("a row without a target").isZero();
  }

  @Test
  void lossesOfHugeLogitsAreFinite() {
    Tensor logits = Tensor.copyOf(new float[] {3e4f, -3e4f, 0}, Shape.of(3), arena);
    float[] losses = new float[1];

    VECTOR.crossEntropy(logits, new int[] {1}, 0, 0, 1, 0, 1, losses);

    assertThat(losses[0]).isEqualTo(6e4f);
    assertThat(logits.toArray()).containsExactly(1, -1, 0);
  }

  @ParameterizedTest(name = "{0} elements")
  @ValueSource(ints = {1, 3, 8, 17, 1000, 1024, 5000})
  void sumsOfSquaresAgree(int count) {
    Tensor x = random.floats(1, count);

    double expected = SCALAR.sumOfSquares(x, 1, count);

    assertThat(VECTOR.sumOfSquares(x, 1, count)).isCloseTo(expected, within(expected * 1e-6));
  }

  @ParameterizedTest(name = "{0} elements")
  @ValueSource(ints = {1, 3, 8, 17, 100})
  void updatesAgree(int count) {
    Tensor gradients = random.floats(1, count);
    Tensor means = random.floats(1, count);
    Tensor squares = random.floats(1, count);
    for (int i = 0; i < count; i++) {
      squares.set(0, i, Math.abs(squares.get(0, i)) + 1e-3f);
    }
    AdamStep step = new AdamStep(1e-2f, 0.1f, 0.9f, 0.99f, 0.1f, 0.01f, 1e-8f, 0.5f, 0.25f, 0.7f);
    Tensor weights = random.floats(1, count);

    compare(
        weights, 1e-6f, (k, w) -> k.adam(step, gradients, copy(means), copy(squares), 1, count, w));
    compare(
        means, 1e-6f, (k, m) -> k.adam(step, gradients, m, copy(squares), 1, count, copy(weights)));
    compare(
        squares, 1e-6f, (k, v) -> k.adam(step, gradients, copy(means), v, 1, count, copy(weights)));
  }

  private Tensor magnitudes() {
    float[] values = new float[1201];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i - 600) / 50f;
    }
    float[] special = {-1e30f, -200, -100, -89, -88, 88, 89, 100, 200, 1e30f, 1e-40f, -1e-20f};
    System.arraycopy(special, 0, values, 0, special.length);
    return Tensor.copyOf(values, Shape.of(values.length), arena);
  }

  private void compare(
      Tensor start, float tolerance, BiConsumer<GradientKernels, Tensor> operation) {
    Tensor expected = copy(start);
    Tensor actual = copy(start);

    operation.accept(SCALAR, expected);
    operation.accept(VECTOR, actual);

    Closeness.assertClose(actual, expected, tolerance, start.toString());
  }

  private Tensor copy(Tensor x) {
    return Tensor.copyOf(x.toArray(), x.shape(), arena);
  }
}
