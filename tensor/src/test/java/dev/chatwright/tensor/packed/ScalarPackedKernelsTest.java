package dev.chatwright.tensor.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the specification means, beside plain products of the same numbers. */
class ScalarPackedKernelsTest {
  private static final int INPUTS = 512;
  private static final int OUTPUTS = 37;
  private static final short LARGEST_HALF = 0x7BFF;

  private final Arena arena = Arena.ofConfined();
  private final Random random = new Random(3);

  @AfterEach
  void free() {
    arena.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL"})
  void productsAreThoseOfTheWeightsAndOfRoundedActivations(ElementType type) {
    Tensor weight = weights(type);
    Tensor x = floats(6);

    float[] y = product(x, weight);

    Tensor row = Tensor.zeros(Shape.of(1, INPUTS), arena);
    for (int n = 0; n < OUTPUTS; n++) {
      Kernels.scalar().copyRow(weight, n, row, 0);
      for (int t = 0; t < x.rows(); t++) {
        double sum = 0;
        double magnitude = 0;
        for (int k = 0; k < INPUTS; k++) {
          double part = rounded(x, t, k) * row.get(0, k);
          sum += part;
          magnitude += Math.abs(part);
        }
        assertThat((double) y[t * OUTPUTS + n])
            .as("row %d, output %d", t, n)
            .isCloseTo(sum, within(1e-5 * magnitude));
      }
    }
  }

  @Test
  void aRowIsTheSameAloneAndAmongOthers() {
    Tensor weight = weights(ElementType.Q4_1);
    Tensor x = floats(9);

    float[] all = product(x, weight);
    float[] alone = product(x.rows(6, 7), weight);

    assertThat(Arrays.copyOfRange(all, 6 * OUTPUTS, 7 * OUTPUTS)).isEqualTo(alone);
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF_FLOATS", "NARROW_HALF_FLOATS"})
  void halvesAreTheNearestOnesAndTheirProductsAreAddedToWhatThereIs(FloatFormat format) {
    Tensor x = floats(5);
    Tensor w = floats(7);
    PackedWeight halves = PackedKernels.packHalves(w, 0.25f, format, arena);
    Tensor y = Tensor.zeros(Shape.of(5, 9), arena);
    y.set(2, 3, 100);

    PackedKernels.scalar().multiplyRows(x, 1, 4, halves, 0, 7, true, y);

    for (int t = 0; t < 5; t++) {
      for (int n = 0; n < 9; n++) {
        double sum = t == 2 && n == 3 ? 100 : 0;
        for (int k = 0; k < INPUTS && t >= 1 && t < 4 && n < 7; k++) {
          sum += x.get(t, k) * Float.float16ToFloat(Float.floatToFloat16(w.get(n, k) / 4));
        }
        assertThat((double) y.get(t, n)).as("row %d, output %d", t, n).isCloseTo(sum, within(1e-4));
      }
    }
  }

  @Test
  void halvesNeedAFormatOfHalves() {
    Tensor w = floats(2);

    assertThatThrownBy(() -> PackedKernels.packHalves(w, 1, FloatFormat.BFLOATS, arena))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BFLOATS");
  }

  @ParameterizedTest
  @EnumSource(names = {"Q2_K", "Q3_K"})
  void someTypesAreLeftAsTheyAre(ElementType type) {
    Shape shape = Shape.of(2, 256);
    Tensor weight = Tensor.of(type, shape, arena.allocate(2 * type.bytes(256)));

    assertThat(PackedKernels.pack(weight, arena)).isEmpty();
    assertThat(PackedKernels.packedBytes(weight)).isZero();
  }

  /** Their zero points times such a scale would be no half float. */
  @ParameterizedTest
  @EnumSource(names = {"Q4_0", "Q5_0", "Q8_0", "Q6_K", "IQ4_NL"})
  void theLargestScaleOverflowsNothing(ElementType type) {
    Tensor weight = weights(type);
    for (long block = 0; block < weight.data().byteSize(); block += type.blockBytes()) {
      long scale = block + (type == ElementType.Q6_K ? 208 : 0);
      weight.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, scale, LARGEST_HALF);
    }

    for (float y : product(floats(2), weight)) {
      assertThat(y).isFinite();
    }
  }

  @Test
  void thePaddingOfTheLastPanelIsCounted() {
    assertThat(PackedKernels.packedBytes(weights(ElementType.Q8_0))).isEqualTo(3 * 16 * 544);
  }

  /** Returns what eight bits leave of an activation. */
  private static double rounded(Tensor x, int row, int column) {
    int from = column / 32 * 32;
    double largest = 0;
    for (int i = from; i < from + 32; i++) {
      largest = Math.max(largest, Math.abs(x.get(row, i)));
    }
    return Math.rint(x.get(row, column) * 126 / largest) * largest / 126;
  }

  private float[] product(Tensor x, Tensor weight) {
    PackedKernels kernels = PackedKernels.scalar();
    PackedWeight packed = PackedKernels.pack(weight, arena).orElseThrow();
    ActivationForm form = packed.format().form();
    ActivationLayout layout = kernels.layout(form, x.rows(), INPUTS);
    MemorySegment prepared = arena.allocate(layout.bytes());
    kernels.prepare(form, x, 0, layout.tiles(), prepared);
    Tensor y = Tensor.zeros(Shape.of(x.rows(), OUTPUTS), arena);
    kernels.multiply(prepared, packed, 0, OUTPUTS, y);
    return y.toArray();
  }

  private Tensor floats(int rows) {
    float[] values = new float[rows * INPUTS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.copyOf(values, Shape.of(rows, INPUTS), arena);
  }

  /** Returns random bits with scales, and where there are any minimums, of common sizes. */
  private Tensor weights(ElementType type) {
    byte[] bytes = new byte[(int) (OUTPUTS * type.bytes(INPUTS))];
    random.nextBytes(bytes);
    MemorySegment data = arena.allocate(bytes.length);
    data.copyFrom(MemorySegment.ofArray(bytes));
    for (long block = 0; block < bytes.length; block += type.blockBytes()) {
      putScales(type, data, block);
    }
    return Tensor.of(type, Shape.of(OUTPUTS, INPUTS), data);
  }

  private void putScales(ElementType type, MemorySegment data, long block) {
    switch (type) {
      case Q4_1, Q5_1, Q4_K, Q5_K -> {
        putHalf(data, block);
        putHalf(data, block + 2);
      }
      case Q6_K -> putHalf(data, block + 208);
      default -> putHalf(data, block);
    }
  }

  private void putHalf(MemorySegment data, long at) {
    short value = Float.floatToFloat16((float) random.nextGaussian() * 0.1f);
    data.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, value);
  }
}
