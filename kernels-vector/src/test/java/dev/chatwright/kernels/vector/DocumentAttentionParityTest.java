package dev.chatwright.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.AttentionShape;
import dev.chatwright.tensor.GradientKernels;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.testing.RandomTensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares attention within documents, forward and backward, to the scalar specification. */
class DocumentAttentionParityTest {
  private static final GradientKernels VECTOR = VectorKernels.INSTANCE.gradients();
  private static final GradientKernels SCALAR = Kernels.scalar().gradients();

  private final Arena arena = Arena.ofConfined();
  private final RandomTensors random = new RandomTensors(23, arena);
  private final MemorySegment scratch = arena.allocate(VECTOR.scratchBytes(256, 256, 64), 64);

  @AfterEach
  void release() {
    arena.close();
  }

  @ParameterizedTest(name = "{0} rows, {1} heads of {3}, {2} for keys, window {4}")
  @CsvSource({
    "1, 1, 1, 8, 0",
    "7, 2, 1, 4, 0",
    "24, 2, 2, 16, 0",
    "64, 4, 4, 32, 0",
    "65, 4, 2, 8, 0",
    "130, 3, 1, 20, 0",
    "130, 4, 2, 33, 40",
    "200, 2, 1, 64, 7"
  })
  void oneDocumentAgrees(int rows, int heads, int keyValueHeads, int headWidth, int window) {
    compare(shape(heads, keyValueHeads, headWidth, window), new int[rows], 0, rows);
  }

  @ParameterizedTest(name = "soft cap {0}")
  @ValueSource(floats = {0.5f, 2, 50})
  void limitedScoresAgree(float softCap) {
    AttentionShape shape = new AttentionShape(4, 2, 16, 0.25f, softCap, 9, true);

    compare(shape, starts(3, 1, 60, 40, 90, 6), 0, 200);
  }

  @ParameterizedTest(name = "window {0}")
  @CsvSource({"0", "9"})
  void packedDocumentsAgree(int window) {
    int[] starts = starts(3, 1, 60, 40, 90, 6);

    compare(shape(4, 2, 16, window), starts, 0, 200);
    compare(shape(4, 2, 16, window), starts, 64, 194);
  }

  @Test
  void documentsDoNotSeeEachOther() {
    AttentionShape shape = shape(2, 1, 8, 0);
    Tensor queries = random.floats(50, 16);
    Tensor keys = random.floats(50, 8);
    Tensor values = random.floats(50, 8);
    float[] before = attended(shape, queries, keys, values, starts(20, 30));

    for (int d = 0; d < 8; d++) {
      keys.set(19, d, 100);
      values.set(19, d, 100);
    }
    float[] after = attended(shape, queries, keys, values, starts(20, 30));

    int second = 20 * 16;
    assertThat(Arrays.copyOfRange(after, second, after.length))
        .isEqualTo(Arrays.copyOfRange(before, second, before.length));
    assertThat(Arrays.copyOf(after, second)).isNotEqualTo(Arrays.copyOf(before, second));
  }

  private float[] attended(
      AttentionShape shape, Tensor queries, Tensor keys, Tensor values, int[] starts) {
    Tensor y = Tensor.zeros(queries.shape(), arena);
    Tensor logSums = Tensor.zeros(Shape.of(shape.heads(), queries.rows()), arena);
    for (int head = 0; head < shape.heads(); head++) {
      VECTOR.attend(
          shape, queries, keys, values, starts, 0, starts.length, head, y, logSums, scratch);
    }
    return y.toArray();
  }

  private static AttentionShape shape(int heads, int keyValueHeads, int headWidth, int window) {
    float scale = (float) (1 / Math.sqrt(headWidth));
    return new AttentionShape(heads, keyValueHeads, headWidth, scale, 0, window, true);
  }

  private static int[] starts(int... lengths) {
    int[] starts = new int[Arrays.stream(lengths).sum()];
    int row = 0;
    for (int length : lengths) {
      Arrays.fill(starts, row, row + length, row);
      row += length;
    }
    return starts;
  }

  private void compare(AttentionShape shape, int[] starts, int from, int to) {
    int rows = starts.length;
    int width = shape.heads() * shape.headWidth();
    int keyWidth = shape.keyValueHeads() * shape.headWidth();
    Operands operands =
        new Operands(
            random.floats(rows, width),
            random.floats(rows, keyWidth),
            random.floats(rows, keyWidth),
            random.floats(rows, width));

    Results expected = run(SCALAR, shape, starts, from, to, operands);
    Results actual = run(VECTOR, shape, starts, from, to, operands);

    Closeness.assertClose(actual.y, expected.y, 3e-6f, "y");
    Closeness.assertClose(actual.logSums, expected.logSums, 3e-6f, "logarithms of sums");
    Closeness.assertClose(actual.dQueries, expected.dQueries, 2e-5f, "dQ");
    Closeness.assertClose(actual.dKeys, expected.dKeys, 2e-5f, "dK");
    Closeness.assertClose(actual.dValues, expected.dValues, 2e-5f, "dV");
  }

  private Results run(
      GradientKernels kernels,
      AttentionShape shape,
      int[] starts,
      int from,
      int to,
      Operands operands) {
    Shape queryShape = operands.queries.shape();
    Shape keyShape = operands.keys.shape();
    Results results =
        new Results(
            Tensor.zeros(queryShape, arena),
            Tensor.zeros(Shape.of(shape.heads(), starts.length), arena),
            Tensor.zeros(queryShape, arena),
            Tensor.zeros(keyShape, arena),
            Tensor.zeros(keyShape, arena));
    for (int head = 0; head < shape.heads(); head++) {
      kernels.attend(
          shape,
          operands.queries,
          operands.keys,
          operands.values,
          starts,
          from,
          to,
          head,
          results.y,
          results.logSums,
          scratch);
    }
    for (int head = 0; head < shape.keyValueHeads(); head++) {
      kernels.attention(
          shape,
          operands.queries,
          operands.keys,
          operands.values,
          starts,
          from,
          to,
          head,
          results.y,
          results.logSums,
          operands.dy,
          results.dQueries,
          results.dKeys,
          results.dValues,
          scratch);
    }
    return results;
  }

  private record Operands(Tensor queries, Tensor keys, Tensor values, Tensor dy) {}

  private record Results(Tensor y, Tensor logSums, Tensor dQueries, Tensor dKeys, Tensor dValues) {}
}
