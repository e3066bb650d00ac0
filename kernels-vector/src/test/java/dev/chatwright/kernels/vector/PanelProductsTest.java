package dev.chatwright.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.PanelProducts;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.testing.RandomTensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Products with panels have the bits of products that are added one by one. */
class PanelProductsTest {
  private static final int[] COLUMNS = {1, 3, 8, 20, 64, 72, 80, 128, 130};

  private final Arena arena = Arena.ofConfined();
  private final RandomTensors random = new RandomTensors(4, arena);

  @AfterEach
  void release() {
    arena.close();
  }

  @Test
  void panelsOfFloats() {
    check(TileProducts.INSTANCE, false);
  }

  @Test
  void panelsOfHalfFloats() {
    long part = arena.allocate(HalfTileProducts.SCRATCH_BYTES, 64).address();
    check(new HalfTileProducts(part), true);
  }

  private void check(PanelProducts products, boolean halves) {
    for (int columns : COLUMNS) {
      assertThat(products.takes(columns)).isTrue();
      for (int rows = 1; rows <= products.maxRows(); rows++) {
        for (int depth : new int[] {1, 2, 63, 64, 65, 128, 130}) {
          Tensor a = random.floats(rows, depth + 3);
          Tensor y = random.floats(rows, columns + 5);
          Tensor numbers = rounded(random.floats(depth, columns), halves);
          Tensor expected = expected(a, numbers, y);
          long panel = halves ? halves(numbers).address() : numbers.address();

          products.multiply(
              a.address(), a.rowBytes(), rows, panel, columns, depth, y.address(), y.rowBytes());

          assertThat(y.data().mismatch(expected.data()))
              .as("%d rows, %d columns, depth %d", rows, columns, depth)
              .isEqualTo(-1);
        }
      }
    }
  }

  private static Tensor rounded(Tensor x, boolean halves) {
    for (int row = 0; halves && row < x.rows(); row++) {
      for (int column = 0; column < x.columns(); column++) {
        x.set(row, column, Float.float16ToFloat(Float.floatToFloat16(x.get(row, column))));
      }
    }
    return x;
  }

  private MemorySegment halves(Tensor x) {
    MemorySegment panel = arena.allocate(2L * x.rows() * x.columns(), 64);
    for (int i = 0; i < x.rows() * x.columns(); i++) {
      short half = Float.floatToFloat16(x.get(i / x.columns(), i % x.columns()));
      panel.setAtIndex(ValueLayout.JAVA_SHORT, i, half);
    }
    return panel;
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
