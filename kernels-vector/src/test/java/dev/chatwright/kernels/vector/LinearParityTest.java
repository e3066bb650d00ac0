package dev.chatwright.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.testing.RandomTensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares products with weight matrices to the scalar specification. */
class LinearParityTest {
  private static final Kernels VECTOR = VectorKernels.INSTANCE;
  private static final Kernels SCALAR = Kernels.scalar();

  private final Arena arena = Arena.ofConfined();
  private final RandomTensors random = new RandomTensors(11, arena);
  private final MemorySegment scratch = arena.allocate(VECTOR.scratchBytes(4096, 64), 64);

  @AfterEach
  void release() {
    arena.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeAgreesForFewAndManyRows(ElementType type) {
    int block = type.blockElements();
    for (int rows : new int[] {1, 2, 3, 4, 5, 6, 7, 13}) {
      for (int columns : new int[] {block, 3 * block, 1024}) {
        compare(random.floats(rows, columns), random.weights(type, 70, columns), 0, 70);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsOfEveryTypeAreDecodedAlike(ElementType type) {
    int block = type.blockElements();
    for (int columns : new int[] {block, 3 * block, 1024, 17 * block}) {
      Tensor w = random.weights(type, 90, columns);
      Tensor expected = random.floats(90, columns);
      Tensor actual = Tensor.copyOf(expected.toArray(), Shape.of(90, columns), arena);

      SCALAR.copyRows(w, 3, 85, expected, scratch);
      VECTOR.copyRows(w, 3, 85, actual, scratch);

      Closeness.assertClose(actual, expected, tolerance(ones(1, 1), w), "rows of " + w);
    }
  }

  @ParameterizedTest
  @EnumSource
  void moreColumnsThanAPanelIsDeepAgree(ElementType type) {
    compare(random.floats(8, 1792), random.weights(type, 65, 1792), 0, 65);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16"})
  void columnsNeedNotBeWholeVectors(ElementType type) {
    for (int rows : new int[] {1, 7}) {
      for (int columns : new int[] {1, 2, 3, 7, 15, 17, 31, 33, 67, 769}) {
        compare(random.floats(rows, columns), random.weights(type, 9, columns), 0, 9);
      }
    }
  }

  static Stream<int[]> ranges() {
    return Stream.of(
        new int[] {0, 1},
        new int[] {3, 5},
        new int[] {7, 71},
        new int[] {64, 131},
        new int[] {130, 131},
        new int[] {1, 130});
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void onlyTheRangeIsWritten(int[] range) {
    for (int rows : new int[] {1, 11}) {
      compare(
          random.floats(rows, 64), random.weights(ElementType.Q8_0, 131, 64), range[0], range[1]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void resultsDoNotDependOnHowTheRangeIsDivided(ElementType type) {
    for (int rows : new int[] {1, 9}) {
      Tensor x = random.floats(rows, 1024);
      Tensor w = random.weights(type, 150, 1024);
      Tensor whole = Tensor.zeros(Shape.of(rows, 150), arena);
      Tensor parts = Tensor.zeros(Shape.of(rows, 150), arena);

      VECTOR.linear(x, w, 0, 150, whole, scratch);
      int[] cuts = {0, 1, 30, 97, 150};
      for (int i = 1; i < cuts.length; i++) {
        VECTOR.linear(x, w, cuts[i - 1], cuts[i], parts, scratch);
      }

      assertThat(parts.toArray()).isEqualTo(whole.toArray());
    }
  }

  @Test
  void aRowOfActivationsDoesNotDependOnTheRowsBesideIt() {
    Tensor x = random.floats(20, 576);
    Tensor w = random.weights(ElementType.Q4_1, 64, 576);
    Tensor all = Tensor.zeros(Shape.of(20, 64), arena);
    Tensor some = Tensor.zeros(Shape.of(5, 64), arena);

    VECTOR.linear(x, w, 0, 64, all, scratch);
    VECTOR.linear(x.rows(7, 12), w, 0, 64, some, scratch);

    assertThat(some.toArray()).isEqualTo(all.rows(7, 12).toArray());
  }

  @Test
  void everyHalfPrecisionNumberKeepsItsValue() {
    MemorySegment data = arena.allocate(2 * 65536L, 64);
    for (int bits = 0; bits < 65536; bits++) {
      data.setAtIndex(ValueLayout.JAVA_SHORT, bits, (short) bits);
    }
    Tensor w = Tensor.of(ElementType.F16, Shape.of(1024, 64), data);
    for (int rows : new int[] {1, 4}) {
      for (int k = 0; k < 64; k++) {
        Tensor unit = Tensor.zeros(Shape.of(rows, 64), arena);
        for (int row = 0; row < rows; row++) {
          unit.set(row, k, 1);
        }
        Tensor y = Tensor.zeros(Shape.of(rows, 1024), arena);
        VECTOR.linear(unit, w, 0, 1024, y, scratch);
        for (int n = 0; n < 992; n++) { // rows 992 up hold infinities and NaN among their columns
          float expected = Float.float16ToFloat((short) (n * 64 + k));
          if (n < 496 || n >= 512) {
            assertThat(y.get(0, n)).isEqualTo(expected + 0f);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16"})
  void infinityAndNaNPropagate(ElementType type) {
    for (float special :
        new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN}) {
      for (int rows : new int[] {1, 4}) {
        Tensor w = random.weights(type, 2, 64);
        set(w, 5, special);
        Tensor x = ones(rows, 64);
        Tensor y = Tensor.zeros(Shape.of(rows, 2), arena);

        VECTOR.linear(x, w, 0, 2, y, scratch);

        assertThat(Float.compare(y.get(0, 0), special)).as("%s", special).isZero();
        assertThat(y.get(0, 1)).isFinite();
      }
    }
  }

  private Tensor ones(int rows, int columns) {
    Tensor x = Tensor.zeros(Shape.of(rows, columns), arena);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        x.set(row, column, 1);
      }
    }
    return x;
  }

  private static void set(Tensor w, int column, float value) {
    if (w.type() == ElementType.F32) {
      w.set(0, column, value);
    } else {
      int bits =
          w.type() == ElementType.F16
              ? Float.floatToFloat16(value)
              : Float.floatToIntBits(value) >>> 16;
      w.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, 2L * column, (short) bits);
    }
  }

  private void compare(Tensor x, Tensor w, int from, int to) {
    Tensor expected = Tensor.zeros(Shape.of(x.rows(), w.rows()), arena);
    Tensor actual = Tensor.zeros(Shape.of(x.rows(), w.rows()), arena);

    SCALAR.linear(x, w, from, to, expected, scratch);
    VECTOR.linear(x, w, from, to, actual, scratch);

    float tolerance = tolerance(x, w);
    Closeness.assertClose(actual, expected, tolerance, w.type() + " " + x + " times " + w);
  }

  /** Reordering a sum moves it by some roundings of its largest partial sums. */
  private float tolerance(Tensor x, Tensor w) {
    Tensor row = Tensor.zeros(Shape.of(w.columns()), arena);
    float largest = 1e-3f;
    for (int n = 0; n < w.rows(); n++) {
      SCALAR.copyRow(w, n, row, 0);
      for (float weight : row.toArray()) {
        largest = Math.max(largest, Math.abs(weight));
      }
    }
    return 4e-7f * largest * x.columns();
  }
}
