package dev.chatwright.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextEncoderTest {

  @Test
  void aVectorIsTheMeanOfTheHiddenStatesAtLengthOne() {
    GoldenModel golden = GoldenModel.load("bert");
    float[] expected = normalisedMean(golden.expected());
    try (Parallel parallel = new Parallel(2);
        TextEncoder encoder =
            new TextEncoder(golden.spec(), golden.weights(), Kernels.fastest(), parallel)) {

      float[] vector = encoder.embed(golden.tokenIds());

      assertThat(encoder.width()).isEqualTo(32);
      for (int i = 0; i < vector.length; i++) {
        assertThat(vector[i]).as("element %d", i).isCloseTo(expected[i], within(1e-5f));
      }
    }
  }

  @Test
  void aCausalModelIsRefused() {
    GoldenModel golden = GoldenModel.load("llama");
    try (Parallel parallel = new Parallel(1)) {
      assertThatThrownBy(
              () -> new TextEncoder(golden.spec(), golden.weights(), Kernels.scalar(), parallel))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("llama");
    }
  }

  @Test
  void weightsThatAreNoNumbersGiveAnErrorAndNoVector() {
    GoldenModel golden = GoldenModel.load("bert");
    Tensor broken = Tensor.copyOf(filled(32 * 32, Float.NaN), Shape.of(32, 32), Arena.ofAuto());
    Weights weights =
        name ->
            name.equals("blk.0.attn_v.weight") ? Optional.of(broken) : golden.weights().find(name);
    try (Parallel parallel = new Parallel(1);
        TextEncoder encoder =
            new TextEncoder(golden.spec(), weights, Kernels.fastest(), parallel)) {
      assertThatThrownBy(() -> encoder.embed(golden.tokenIds()))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("weights are broken");
    }
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] normalisedMean(Tensor hidden) {
    float[] mean = new float[hidden.columns()];
    double squares = 0;
    for (int column = 0; column < mean.length; column++) {
      double sum = 0;
      for (int row = 0; row < hidden.rows(); row++) {
        sum += hidden.get(row, column);
      }
      mean[column] = (float) (sum / hidden.rows());
      squares += mean[column] * mean[column];
    }
    for (int column = 0; column < mean.length; column++) {
      mean[column] /= (float) Math.sqrt(squares);
    }
    return mean;
  }
}
