package dev.chatwright.tensor.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatOperand.Side;
import dev.chatwright.tensor.packed.BfloatOperand.Summed;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalarBfloatProductsTest {
  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void free() {
    arena.close();
  }

  /** 2^-7 is the last place of numbers from 1 to 2; halves of it go to the even neighbour. */
  @ParameterizedTest
  @CsvSource({
    "1.00390625, 1",
    "1.01171875, 1.015625",
    "1.0039064, 1.0078125",
    "-1.01171875, -1.015625",
    "3.4e38, Infinity",
    "1e-40, 0",
    "NaN, NaN"
  })
  void roundsToTheNearest(float value, float expected) {
    assertThat(Bfloat.rounded(value)).isEqualTo(Float.valueOf(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "ALONG_ROWS, ALONG_ROWS",
    "ALONG_ROWS, ALONG_COLUMNS",
    "ALONG_COLUMNS, ALONG_COLUMNS"
  })
  void multipliesRoundedNumbers(Summed left, Summed right) {
    Tensor a = matrix(left, 3, 19, 0.7f);
    Tensor b = matrix(right, 5, 19, 1.3f);
    Tensor y = Tensor.zeros(Shape.of(3, 5), arena);
    y.set(2, 4, 100);

    BfloatProducts.scalar()
        .multiply(
            packed(Side.LEFT, left, 3, a), packed(Side.RIGHT, right, 5, b), 1, 3, 2, 5, true, y);

    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 5; j++) {
        double sum = i == 2 && j == 4 ? 100 : 0;
        for (int k = 0; k < 19 && i >= 1 && j >= 2; k++) {
          sum += (double) Bfloat.rounded(at(a, left, i, k)) * Bfloat.rounded(at(b, right, j, k));
        }
        assertThat((double) y.get(i, j)).as("[%d, %d]", i, j).isCloseTo(sum, within(1e-4));
      }
    }
  }

  @Test
  void theOddProductOfAPairComesFirst() {
    Tensor ones = Tensor.copyOf(new float[] {1, 1, 1, 1}, Shape.of(1, 4), arena);
    Tensor b = Tensor.copyOf(new float[] {1, 0x1p24f, 0, -0x1p24f}, Shape.of(1, 4), arena);
    Tensor y = Tensor.zeros(Shape.of(1, 1), arena);

    BfloatProducts.scalar()
        .multiply(
            packed(Side.LEFT, Summed.ALONG_ROWS, 1, ones),
            packed(Side.RIGHT, Summed.ALONG_ROWS, 1, b),
            0,
            1,
            0,
            1,
            false,
            y);

    assertThat(y.get(0, 0)).isZero(); // 2^24 + 1 has 25 significant bits
  }

  private Tensor matrix(Summed summed, int count, int depth, float step) {
    boolean alongRows = summed == Summed.ALONG_ROWS;
    Shape shape = alongRows ? Shape.of(count, depth) : Shape.of(depth, count);
    Tensor matrix = Tensor.zeros(shape, arena);
    for (int row = 0; row < matrix.rows(); row++) {
      for (int column = 0; column < matrix.columns(); column++) {
        matrix.set(row, column, (float) Math.sin(step * (row * 31 + column)));
      }
    }
    return matrix;
  }

  private static float at(Tensor matrix, Summed summed, int i, int k) {
    return summed == Summed.ALONG_ROWS ? matrix.get(i, k) : matrix.get(k, i);
  }

  private BfloatOperand packed(Side side, Summed summed, int count, Tensor matrix) {
    int depth = (int) (matrix.shape().elements() / count);
    BfloatProducts products = BfloatProducts.scalar();
    var memory = arena.allocate(products.bytes(side, summed, count, depth), 64);
    BfloatOperand operand = products.operand(side, summed, count, depth, memory);
    products.pack(matrix, 0, count, operand);
    return operand;
  }
}
