package dev.chatwright.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.GradientKernels;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.testing.RandomTensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the two products of a linear layer's backward pass to the scalar specification. */
class LinearGradientsParityTest {
  private static final GradientKernels VECTOR = VectorKernels.INSTANCE.gradients();
  private static final GradientKernels SCALAR = Kernels.scalar().gradients();

  private final Arena arena = Arena.ofConfined();
  private final RandomTensors random = new RandomTensors(17, arena);
  private final MemorySegment scratch = arena.allocate(VECTOR.scratchBytes(2048, 64, 64), 64);

  @AfterEach
  void release() {
    arena.close();
  }

  @ParameterizedTest(name = "{0} inputs")
  @ValueSource(ints = {1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100, 130})
  void productsAgreeForAnyWidth(int inputs) {
    for (int outputs : new int[] {1, 5, 6, 8, 17, 70}) {
      for (int rows : new int[] {1, 2, 6, 7, 25}) {
        Tensor dy = random.floats(rows, outputs);
        Tensor x = random.floats(rows, inputs);
        Tensor w = random.floats(outputs, inputs);
        compareInput(dy, w, 0, rows);
        compareWeight(dy, x, 0, outputs);
      }
    }
  }

  @Test
  void sumsLongerThanAPanelIsDeepAgree() {
    compareInput(random.floats(7, 1600), random.floats(1600, 70), 0, 7);
    compareWeight(random.floats(1600, 20), random.floats(1600, 70), 0, 20);
  }

  @Test
  void weightsLargerThanWhatIsCopiedAtOnceAgree() {
    compareWeight(random.floats(300, 410), random.floats(300, 20), 3, 409);
  }

  @Test
  void onlyTheRangeIsWritten() {
    compareInput(random.floats(30, 33), random.floats(33, 40), 7, 20);
    compareWeight(random.floats(30, 33), random.floats(30, 40), 5, 19);
  }

  @Test
  void resultsDoNotDependOnHowTheRangeIsDivided() {
    Tensor dy = random.floats(100, 90);
    Tensor x = random.floats(100, 70);
    Tensor w = random.floats(90, 70);
    Tensor wholeInput = Tensor.zeros(x.shape(), arena);
    Tensor partInput = Tensor.zeros(x.shape(), arena);
    Tensor wholeWeight = Tensor.zeros(w.shape(), arena);
    Tensor partWeight = Tensor.zeros(w.shape(), arena);

    VECTOR.linearInput(dy, w, 0, 100, false, wholeInput, scratch);
    VECTOR.linearWeight(dy, x, 0, 90, wholeWeight, scratch);
    int[] cuts = {0, 1, 24, 61, 90, 100};
    for (int i = 1; i < cuts.length; i++) {
      int from = cuts[i - 1];
      int to = cuts[i];
      for (int[] columns : new int[][] {{0, 64}, {64, 70}}) {
        int first = columns[0];
        int last = columns[1];
        VECTOR.linearInput(dy, w, from, to, first, last, false, partInput, scratch);
        int end = Math.min(90, to);
        VECTOR.linearWeight(dy, x, from, end, first, last, partWeight, scratch);
      }
    }

    assertThat(partInput.toArray()).isEqualTo(wholeInput.toArray());
    assertThat(partWeight.toArray()).isEqualTo(wholeWeight.toArray());
  }

  private void compareInput(Tensor dy, Tensor w, int from, int to) {
    for (boolean accumulate : new boolean[] {false, true}) {
      Tensor expected = random.floats(dy.rows(), w.columns());
      Tensor actual = copy(expected);

      SCALAR.linearInput(dy, w, from, to, accumulate, expected, scratch);
      VECTOR.linearInput(dy, w, from, to, accumulate, actual, scratch);

      Closeness.assertClose(actual, expected, tolerance(w.rows()), dy + " times " + w);
    }
  }

  private void compareWeight(Tensor dy, Tensor x, int from, int to) {
    Tensor expected = random.floats(dy.columns(), x.columns());
    Tensor actual = copy(expected);

    SCALAR.linearWeight(dy, x, from, to, expected, scratch);
    VECTOR.linearWeight(dy, x, from, to, actual, scratch);

    Closeness.assertClose(actual, expected, tolerance(x.rows()), dy + " by " + x);
  }

  /** Fused products round once where the specification rounds twice. */
  private static float tolerance(int terms) {
    return 2e-6f * Math.max(4, terms);
  }

  private Tensor copy(Tensor x) {
    return Tensor.copyOf(x.toArray(), Shape.of(x.rows(), x.columns()), arena);
  }
}
