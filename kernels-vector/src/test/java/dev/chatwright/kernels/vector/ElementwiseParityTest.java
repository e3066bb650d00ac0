package dev.chatwright.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.tensor.Activation;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.testing.RandomTensors;
import java.lang.foreign.Arena;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares everything but products and attention to the scalar specification. */
class ElementwiseParityTest {
  private static final Kernels VECTOR = VectorKernels.INSTANCE;
  private static final Kernels SCALAR = Kernels.scalar();

  private final Arena arena = Arena.ofConfined();
  private final RandomTensors random = new RandomTensors(13, arena);

  @AfterEach
  void release() {
    arena.close();
  }

  @ParameterizedTest(name = "{0} columns")
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100, 576})
  void normalisationsAgree(int columns) {
    Tensor x = random.floats(3, columns);
    Tensor gain = random.floats(1, columns);
    Tensor bias = random.floats(1, columns);

    compare(x, (kernels, y) -> kernels.rmsNorm(y, gain, 1e-5f, 1, 3, y));
    compare(x, (kernels, y) -> kernels.layerNorm(y, gain, bias, 1e-5f, 1, 3, y));
    compare(x, (kernels, y) -> kernels.addToRows(bias, 1, 3, y));
  }

  @ParameterizedTest(name = "half {0}")
  @ValueSource(ints = {1, 2, 3, 4, 8, 12, 16, 17, 32, 40})
  void rotationsAgree(int half) {
    int headWidth = 2 * half + 3;
    Tensor x = random.floats(4, 3 * headWidth);
    Tensor cos = random.floats(4, half);
    Tensor sin = random.floats(4, half);

    for (boolean interleaved : new boolean[] {false, true}) {
      compare(x, (kernels, y) -> kernels.rotate(y, headWidth, cos, sin, interleaved, 1, 4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void activationsAgreeOnEveryMagnitude(Activation activation) {
    Tensor x = magnitudes();
    Tensor up = random.floats(1, x.columns());

    compare(x, (kernels, y) -> kernels.activate(activation, y, 0, x.columns(), y));
    compare(x, (kernels, y) -> kernels.activate(activation, y, 5, 42, y));
    compare(x, (kernels, y) -> kernels.activateAndMultiply(activation, y, up, 3, 50, y));
    compare(x, (kernels, y) -> kernels.activateAndMultiply(activation, up, y, 1, 2, y));
  }

  @ParameterizedTest
  @EnumSource
  void activationsKeepNaN(Activation activation) {
    Tensor x = Tensor.copyOf(new float[] {Float.NaN, 1}, Shape.of(2), arena);

    VECTOR.activate(activation, x, 0, 2, x);

    assertThat(x.get(0, 0)).isNaN();
    assertThat(x.get(0, 1)).isNotNaN();
  }

  @Test
  void softCapsAgreeOnEveryMagnitudeRelatively() {
    Tensor x = magnitudes();
    Tensor expected = copy(x);
    Tensor actual = copy(x);

    SCALAR.softCap(expected, 30, 0, x.columns());
    VECTOR.softCap(actual, 30, 0, x.columns());

    for (int i = 0; i < x.columns(); i++) {
      float value = expected.get(0, i);
      assertThat(actual.get(0, i))
          .as("cap of %s", x.get(0, i))
          .isCloseTo(value, within(Math.abs(value) * 1e-6f + Float.MIN_VALUE));
    }
  }

  @Test
  void theExponentialIsCloseEverywhereAndSaturatesExactly() {
    for (float x = -86.5f; x < 88.7f; x += 1 / 64f) {
      float exp = Exponential.exp(broadcast(x)).lane(0);
      float expected = (float) Math.exp(x);
      assertThat(exp).as("e^%s", x).isCloseTo(expected, within(expected * 3e-7f + Float.MIN_VALUE));
    }
    for (float x = -104; x < -86.5f; x += 1 / 64f) {
      float exp = Exponential.exp(broadcast(x)).lane(0);
      assertThat(exp).as("e^%s", x).isCloseTo((float) Math.exp(x), within(2 * Float.MIN_NORMAL));
    }
    assertThat(Exponential.exp(broadcast(Float.NEGATIVE_INFINITY)).lane(0)).isZero();
    assertThat(Exponential.exp(broadcast(-1e30f)).lane(0)).isZero();
    assertThat(Exponential.exp(broadcast(0)).lane(0)).isEqualTo(1);
    assertThat(Exponential.exp(broadcast(89)).lane(0)).isInfinite();
    assertThat(Exponential.exp(broadcast(Float.POSITIVE_INFINITY)).lane(0)).isInfinite();
    assertThat(Exponential.exp(broadcast(Float.NaN)).lane(0)).isNaN();
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(Lanes.FLOATS, value);
  }

  @Test
  void sumsAndProductsAgreeOnEveryRange() {
    Tensor x = random.floats(1, 80);
    Tensor other = random.floats(1, 80);
    for (int from = 0; from < 20; from++) {
      for (int to = from; to < 80; to += 7) {
        int first = from;
        int last = to;
        compare(x, (kernels, y) -> kernels.add(other, first, last, y));
        compare(x, (kernels, y) -> kernels.scale(y, 1.7f, first, last));
        compare(x, (kernels, y) -> kernels.softCap(y, 2, first, last));
      }
    }
  }

  @ParameterizedTest(name = "{0} columns")
  @ValueSource(ints = {1, 3, 15, 16, 17, 63, 64, 65, 200})
  void thinProductsAgreeOnEveryRange(int columns) {
    Tensor y = random.floats(3, columns);
    Tensor x = random.floats(3, 5);
    Tensor w = random.floats(5, columns);
    Tensor factors = random.floats(1, columns);
    for (int from = 0; from < Math.min(columns, 20); from += 3) {
      int first = from;
      compare(y, (kernels, sum) -> kernels.addProduct(x, 1, 3, w, first, columns, sum));
      compare(y, (kernels, sum) -> kernels.scaleColumns(factors, 0, 2, first, columns, sum));
    }
  }

  @Test
  void aThinProductHasTheSameBitsInEveryRange() {
    Tensor x = random.floats(2, 7);
    Tensor w = random.floats(7, 150);
    Tensor y = random.floats(2, 150);
    Tensor whole = copy(y);
    Tensor parts = copy(y);

    VECTOR.addProduct(x, 0, 2, w, 0, 150, whole);
    for (int from = 0; from < 150; from += 11) {
      int to = Math.min(150, from + 11);
      VECTOR.addProduct(x, 1, 2, w, from, to, parts);
      VECTOR.addProduct(x, 0, 1, w, from, to, parts);
    }

    assertThat(parts.toArray()).isEqualTo(whole.toArray());
  }

  @ParameterizedTest(name = "{0} columns")
  @ValueSource(ints = {1, 3, 15, 16, 17, 35, 64})
  void rowProductsAgreeOnEveryRangeOfRows(int columns) {
    Tensor x = random.floats(6, columns);
    Tensor y = random.floats(6, 9);
    for (int outputs : new int[] {1, 3, 4, 5, 8, 9}) {
      Tensor w = random.floats(outputs, columns);
      for (int from = 0; from < 6; from++) {
        int first = from;
        compare(y, (kernels, product) -> kernels.linearRows(x, first, 6, w, product));
        compare(y, (kernels, product) -> kernels.linearRows(x, 0, first, w, product));
      }
    }
  }

  @ParameterizedTest(name = "{0} columns")
  @ValueSource(ints = {5, 64, 77})
  void aRowsProductHasTheSameBitsWhateverItsNeighbours(int columns) {
    Tensor x = random.floats(7, columns);
    Tensor w = random.floats(6, columns);
    Tensor together = Tensor.zeros(Shape.of(7, 6), arena);
    Tensor alone = Tensor.zeros(Shape.of(7, 6), arena);

    VECTOR.linearRows(x, 0, 7, w, together);
    for (int row = 0; row < 7; row++) {
      VECTOR.linearRows(x, row, row + 1, w, alone);
    }

    assertThat(alone.toArray()).isEqualTo(together.toArray());
  }

  @ParameterizedTest
  @EnumSource
  void copiedRowsAgree(ElementType type) {
    Tensor w = random.weights(type, 3, 512);
    Tensor target = random.floats(2, 512);

    compare(target, (kernels, y) -> kernels.copyRow(w, 2, y, 1));
  }

  @Test
  void theFirstOfEqualMaximaWinsWhereverItIs() {
    for (int columns = 1; columns < 70; columns++) {
      for (int at = 0; at < columns; at++) {
        Tensor x = Tensor.zeros(Shape.of(2, columns), arena);
        x.set(1, at, 5);
        x.set(1, columns - 1, 5);
        assertThat(VECTOR.argMax(x, 1)).as("%d of %d", at, columns).isEqualTo(at);
      }
    }
  }

  @Test
  void extremesAreFoundAmongInfinitiesAndNaN() {
    float infinity = Float.POSITIVE_INFINITY;
    for (float[] row :
        new float[][] {
          {-infinity, -infinity},
          {Float.NaN, 1, 2},
          {1, Float.NaN, 2},
          {1, infinity, Float.NaN, infinity},
          {-0f, 0f},
        }) {
      Tensor x = Tensor.copyOf(row, Shape.of(row.length), arena);
      assertThat(VECTOR.argMax(x, 0)).isEqualTo(SCALAR.argMax(x, 0));
    }
  }

  @ParameterizedTest(name = "{0} columns")
  @ValueSource(ints = {1, 3, 15, 16, 17, 33, 1000, 49152})
  void logarithmsOfSumsAgree(int columns) {
    Tensor x = random.floats(2, columns);
    VECTOR.scale(x, 20, columns, 2L * columns);

    for (int row = 0; row < 2; row++) {
      float expected = SCALAR.logSumExp(x, row);
      assertThat(VECTOR.logSumExp(x, row))
          .isCloseTo(expected, within(2e-6f * Math.max(1, Math.abs(expected))));
    }
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

  private void compare(Tensor start, BiConsumer<Kernels, Tensor> operation) {
    Supplier<Tensor> fresh = () -> copy(start);
    Tensor expected = fresh.get();
    Tensor actual = fresh.get();

    operation.accept(SCALAR, expected);
    operation.accept(VECTOR, actual);

    Closeness.assertClose(actual, expected, 2e-6f, start.toString());
  }

  private Tensor copy(Tensor x) {
    return Tensor.copyOf(x.toArray(), x.shape(), arena);
  }
}
