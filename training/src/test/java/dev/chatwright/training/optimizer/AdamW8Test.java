package dev.chatwright.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.training.TinyLlama;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamW8Test {
  private static final int STEPS = 12;

  private final Arena arena = Arena.ofShared();
  private final Parallel parallel = new Parallel(2);

  @AfterEach
  void release() {
    parallel.close();
    arena.close();
  }

  /** The numbers are those that the paper's construction gives. */
  @Test
  void theCodeIsFineWhereNumbersAreSmall() {
    assertThat(DynamicCode.SIGNED.decode(0)).isCloseTo(-0.99297f, within(1e-5f));
    assertThat(DynamicCode.SIGNED.decode(127)).isZero();
    assertThat(DynamicCode.SIGNED.decode(128)).isCloseTo(5.5e-7f, within(1e-12f));
    assertThat(DynamicCode.SIGNED.decode(255)).isEqualTo(1);
    assertThat(DynamicCode.UNSIGNED.decode(0)).isZero();
    assertThat(DynamicCode.UNSIGNED.decode(1)).isCloseTo(3.25e-7f, within(1e-12f));
  }

  @Test
  void everyNumberIsKeptAsTheNearest() {
    Random random = new Random(1);
    for (DynamicCode code : new DynamicCode[] {DynamicCode.SIGNED, DynamicCode.UNSIGNED}) {
      for (int i = 0; i < 50_000; i++) {
        float magnitude = (float) Math.pow(10, -9 * random.nextDouble());
        float x = code == DynamicCode.SIGNED && random.nextBoolean() ? -magnitude : magnitude;
        double error = Math.abs(code.decode(code.encode(x)) - x);

        assertThat(error).as("%s", x).isLessThanOrEqualTo(least(code, x) * 1.000001 + 1e-12);
      }
      for (int i = 0; i < 256; i++) {
        assertThat(code.encode(code.decode(i))).isEqualTo(i);
      }
    }
  }

  private static double least(DynamicCode code, float x) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 256; i++) {
      least = Math.min(least, Math.abs(code.decode(i) - (double) x));
    }
    return least;
  }

  @Test
  void stepsAreThoseOfAReferenceInDoublePrecision() {
    Parameters parameters = TinyLlama.parameters(arena);
    AdamW8 optimizer = new AdamW8(AdamWOptions.DEFAULT, parameters, parallel, arena);
    Tensor value = parameters.parameter("blk.0.ffn_up.weight").orElseThrow().value();
    Tensor gradient = parameters.parameter("blk.0.ffn_up.weight").orElseThrow().gradient();
    double[] expected = toDoubles(value);
    double[] means = new double[expected.length];
    double[] squares = new double[expected.length];

    for (int step = 1; step <= STEPS; step++) {
      double[] gradients = fill(gradient, step);
      optimizer.update(1e-2, 0.5);
      reference(step, gradients, means, squares, expected);
    }

    // A mean that lies between two codes may be rounded to the other one in single precision.
    double[] errors = toDoubles(value);
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Math.abs(errors[i] - expected[i]);
    }
    Arrays.sort(errors);
    assertThat(errors[errors.length * 99 / 100]).isLessThan(1e-6);
    assertThat(errors[errors.length - 1]).isLessThan(5e-3);
  }

  private static double[] fill(Tensor gradient, int step) {
    Random random = new Random(step);
    for (int i = 0; i < gradient.rows(); i++) {
      for (int j = 0; j < gradient.columns(); j++) {
        gradient.set(i, j, (float) (random.nextGaussian() * Math.pow(10, -(i % 5))));
      }
    }
    return toDoubles(gradient);
  }

  private static double[] toDoubles(Tensor tensor) {
    float[] floats = tensor.toArray();
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  private static void reference(
      int step, double[] gradients, double[] means, double[] squares, double[] weights) {
    for (int i = 0; i < weights.length; i++) {
      double g = 0.5 * gradients[i];
      means[i] = 0.9 * means[i] + 0.1 * g;
      squares[i] = 0.95 * squares[i] + 0.05 * g * g;
      double mean = means[i] / (1 - Math.pow(0.9, step));
      double square = squares[i] / (1 - Math.pow(0.95, step));
      weights[i] -= 1e-2 * (0.1 * weights[i] + mean / (Math.sqrt(square) + 1e-8));
    }
    for (int from = 0; from < weights.length; from += 256) {
      round(DynamicCode.SIGNED, means, from, from + 256);
      round(DynamicCode.UNSIGNED, squares, from, from + 256);
    }
  }

  private static void round(DynamicCode code, double[] x, int from, int to) {
    double largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Math.abs(x[i]));
    }
    for (int i = from; i < to; i++) {
      int nearest = 0;
      for (int c = 0; c < 256; c++) {
        if (Math.abs(code.decode(c) * largest - x[i])
            < Math.abs(code.decode(nearest) * largest - x[i])) {
          nearest = c;
        }
      }
      boolean lost = code == DynamicCode.UNSIGNED && nearest == 0 && x[i] > 0;
      x[i] = code.decode(lost ? 1 : nearest) * largest;
    }
  }

  @Test
  void itsMemoryIsAQuarter() {
    Parameters parameters = TinyLlama.parameters(arena);
    AdamW whole = new AdamW(AdamWOptions.DEFAULT, parameters, Kernels.fastest(), parallel, arena);
    AdamW8 eighth = new AdamW8(AdamWOptions.DEFAULT, parameters, parallel, arena);

    assertThat((double) bytes(eighth)).isLessThan(0.27 * bytes(whole));
  }

  private static long bytes(Optimizer optimizer) {
    return optimizer.memory().values().stream().mapToLong(each -> each.data().byteSize()).sum();
  }
}
