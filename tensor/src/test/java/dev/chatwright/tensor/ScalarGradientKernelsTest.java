package dev.chatwright.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the specification itself, on examples small enough to compute by hand. */
class ScalarGradientKernelsTest {
  private static final Offset<Float> CLOSE = within(1e-5f);

  private final Arena arena = Arena.ofConfined();
  private final GradientKernels kernels = Kernels.scalar().gradients();

  @AfterEach
  void release() {
    arena.close();
  }

  @Test
  void theInputOfAProductSeesTheWeightTransposed() {
    Tensor dx = matrix(2, 9, 9, 9, 9);

    kernels.linearInput(
        matrix(2, 1, 2, 3, 4), matrix(2, 1, 0, 5, 1), 1, 2, false, dx, MemorySegment.NULL);

    assertThat(dx.toArray()).containsExactly(9, 9, 23, 4);
  }

  @Test
  void theWeightOfAProductSumsOverRows() {
    Tensor dw = matrix(2, 1, 1, 1, 1);

    kernels.linearWeight(
        matrix(2, 1, 2, 3, 4), matrix(2, 1, 0, 5, 1), 0, 2, dw, MemorySegment.NULL);

    assertThat(dw.toArray()).containsExactly(17, 4, 23, 5);
  }

  @ParameterizedTest
  @EnumSource
  void activationsHaveTheSlopeOfTheirCurve(Activation activation) {
    for (float at = -4; at <= 4; at += 0.37f) {
      Tensor slope = matrix(1, 1);
      kernels.activate(activation, matrix(1, 1), matrix(1, at), 0, 1, slope);
      float step = 1e-2f;
      float rise = value(activation, at + step) - value(activation, at - step);
      assertThat(slope.get(0, 0)).as("at %s", at).isCloseTo(rise / (2 * step), within(3e-4f));
    }
  }

  private float value(Activation activation, float x) {
    Tensor y = matrix(1, x);
    Kernels.scalar().activate(activation, y, 0, 1, y);
    return y.get(0, 0);
  }

  @Test
  void crossEntropyOfEqualLogitsIsTheLogarithmOfTheirNumber() {
    Tensor logits = matrix(4, 2, 2, 2, 2);
    float[] losses = new float[1];

    kernels.crossEntropy(logits, new int[] {3}, 0, 0, 2, 0, 1, losses);

    assertThat(losses[0]).isCloseTo((float) Math.log(4), CLOSE);
    assertThat(logits.toArray()).containsExactly(new float[] {0.5f, 0.5f, 0.5f, -1.5f}, CLOSE);
  }

  @Test
  void crossEntropyGoesBackThroughASoftCap() {
    Tensor logits = matrix(2, 1.5f, 1.5f);

    kernels.crossEntropy(logits, new int[] {0}, 0, 3, 1, 0, 1, new float[1]);

    assertThat(logits.toArray()).containsExactly(new float[] {-0.375f, 0.375f}, CLOSE);
  }

  @Test
  void theFirstUpdateGoesAgainstTheSignOfTheGradient() {
    Tensor weights = matrix(2, 1, -1);
    Tensor means = matrix(2, 0, 0);
    Tensor squares = matrix(2, 0, 0);
    AdamStep step = new AdamStep(0.1f, 0, 0.9f, 0.99f, 0.1f, 0.01f, 0, 0.1f, 0.01f, 1);

    kernels.adam(step, matrix(2, 5, -0.01f), means, squares, 0, 2, weights);

    assertThat(weights.toArray()).containsExactly(new float[] {0.9f, -0.9f}, CLOSE);
  }

  @Test
  void decayTakesAShareOfTheWeightAlone() {
    Tensor weights = matrix(1, 2);
    AdamStep step = new AdamStep(0.1f, 0.5f, 0.9f, 0.99f, 0.1f, 0.01f, 1, 0.1f, 0.01f, 1);

    kernels.adam(step, matrix(1, 0), matrix(1, 0), matrix(1, 0), 0, 1, weights);

    assertThat(weights.get(0, 0)).isCloseTo(1.9f, CLOSE);
  }

  private Tensor matrix(int columns, float... values) {
    return Tensor.copyOf(values, Shape.of(values.length / columns, columns), arena);
  }
}
