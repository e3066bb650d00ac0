package dev.chatwright.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.KeyValueType;
import dev.chatwright.tensor.PanelProducts;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.testing.RandomTensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products with panels have the bits of products that are added one by one. */
class PanelProductsTest {
  private static final int[] COLUMNS = {1, 3, 8, 20, 64, 72, 80, 128, 130};

  private final Arena arena = Arena.ofConfined();
  private final RandomTensors random = new RandomTensors(4, arena);

  @AfterEach
  void release() {
    arena.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyNumberOfRowsAndColumnsHasTheBitsOfTheSpecification(KeyValueType type) {
    PanelProducts products = products(type);
    for (int columns : COLUMNS) {
      assertThat(products.takes(columns)).isTrue();
      for (int rows = 1; rows <= products.maxRows(); rows++) {
        for (int depth : new int[] {1, 2, 63, 64, 65, 128, 130}) {
          Tensor a = random.floats(rows, depth + 3);
          Tensor y = random.floats(rows, columns + 5);
          MemorySegment panel = panel(type, depth, columns);
          Tensor expected = expected(a, numbers(type, panel, depth, columns), y);

          products.multiply(
              a.address(),
              a.rowBytes(),
              rows,
              panel.address(),
              columns,
              depth,
              y.address(),
              y.rowBytes());

          assertThat(y.data().mismatch(expected.data()))
              .as("%d rows, %d columns, depth %d", rows, columns, depth)
              .isEqualTo(-1);
        }
      }
    }
  }

  private PanelProducts products(KeyValueType type) {
    long part = arena.allocate(NarrowTileProducts.SCRATCH_BYTES, 64).address();
    return type == KeyValueType.F32 ? TileProducts.INSTANCE : new NarrowTileProducts(type, part);
  }

  private MemorySegment panel(KeyValueType type, int rows, int columns) {
    Tensor floats = random.floats(rows, columns);
    MemorySegment panel = arena.allocate(4L * rows * columns, 64);
    for (int i = 0; i < rows * columns; i++) {
      float number = floats.get(i / columns, i % columns);
      switch (type) {
        case F32 -> panel.setAtIndex(ValueLayout.JAVA_FLOAT, i, number);
        case F16 -> panel.setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16(number));
        case Q8 -> panel.set(ValueLayout.JAVA_BYTE, i, (byte) (40 * number));
      }
    }
    return panel;
  }

  private Tensor numbers(KeyValueType type, MemorySegment panel, int rows, int columns) {
    float[] numbers = new float[rows * columns];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (type) {
            case F32 -> panel.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            case F16 -> Float.float16ToFloat(panel.getAtIndex(ValueLayout.JAVA_SHORT, i));
            case Q8 -> panel.get(ValueLayout.JAVA_BYTE, i);
          };
    }
    return Tensor.copyOf(numbers, Shape.of(rows, columns), arena);
  }

  private Tensor expected(Tensor a, Tensor panel, Tensor y) {
    Tensor expected = Tensor.copyOf(y.toArray(), y.shape(), arena);
    for (int row = 0; row < a.rows(); row++) {
      for (int column = 0; column < panel.columns(); column++) {
        float sum = y.get(row, column);
        for (int k = 0; k < panel.rows(); k++) {
          sum = Math.fma(a.get(row, k), panel.get(k, column), sum);
        }
        expected.set(row, column, sum);
      }
    }
    return expected;
  }
}
