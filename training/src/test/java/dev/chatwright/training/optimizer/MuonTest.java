package dev.chatwright.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.checkpoint.BoundedJson;
import dev.chatwright.model.training.Parameter;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.training.TinyLlama;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class MuonTest {
  private final Arena arena = Arena.ofShared();
  private final Parallel parallel = new Parallel(2);

  @AfterEach
  void release() {
    parallel.close();
    arena.close();
  }

  @Test
  void fiveStepsAreThoseOfPyTorch() throws IOException {
    JsonNode expected = golden();
    Parameters parameters = TinyLlama.parameters(arena);
    AdamWOptions options = new AdamWOptions(0.9, 0.95, 1e-8, expected.get("decay").asDouble());
    Muon muon = new Muon(options, parameters, Kernels.fastest(), parallel, arena);

    for (int step = 0; step < expected.get("steps").asInt(); step++) {
      setGradients(parameters, step);
      muon.update(expected.get("rate").asDouble(), 1);
    }

    expected
        .get("matrices")
        .forEachEntry(
            (index, matrix) -> compare(parameters.all().get(Integer.parseInt(index)), matrix));
  }

  private static JsonNode golden() throws IOException {
    try (InputStream stream = MuonTest.class.getResourceAsStream("muon.json")) {
      return BoundedJson.MAPPER.readTree(Objects.requireNonNull(stream));
    }
  }

  private static void setGradients(Parameters parameters, int step) {
    List<Parameter> all = parameters.all();
    for (int index = 0; index < all.size(); index++) {
      Tensor gradient = all.get(index).gradient();
      for (int i = 0; i < gradient.rows(); i++) {
        for (int j = 0; j < gradient.columns(); j++) {
          double phase = 0.9 * index + 0.7 * i + 0.31 * j + 0.02 * i * j + 0.5 * step;
          gradient.set(i, j, (float) Math.sin(phase));
        }
      }
    }
  }

  private static void compare(Parameter parameter, JsonNode expected) {
    float[] values = parameter.value().toArray();
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    double norm = expected.get("norm").asDouble();
    assertThat(Math.sqrt(sum)).as(parameter.name()).isCloseTo(norm, within(1e-5 * norm));
    for (int i = 0; i < 4; i++) {
      assertThat((double) values[i])
          .as("%s, element %d", parameter.name(), i)
          .isCloseTo(expected.get("first").get(i).asDouble(), within(1e-5));
      assertThat((double) values[values.length - 4 + i])
          .as("%s, element %d from the end", parameter.name(), 4 - i)
          .isCloseTo(expected.get("last").get(i).asDouble(), within(1e-5));
    }
  }

  @Test
  void embeddingsHeadAndVectorsAreLeftToAdamW() {
    Parameters byMuon = TinyLlama.parameters(arena);
    Parameters byAdamW = TinyLlama.parameters(arena);
    setGradients(byMuon, 0);
    setGradients(byAdamW, 0);

    new Muon(AdamWOptions.DEFAULT, byMuon, Kernels.fastest(), parallel, arena).update(0.01, 0.5);
    new AdamW(AdamWOptions.DEFAULT, byAdamW, Kernels.fastest(), parallel, arena).update(0.01, 0.5);

    for (int i = 0; i < byMuon.all().size(); i++) {
      Parameter parameter = byMuon.all().get(i);
      boolean same =
          parameter.name().equals("token_embd.weight") || parameter.name().contains("norm");
      float[] other = byAdamW.all().get(i).value().toArray();
      assertThat(Arrays.equals(parameter.value().toArray(), other))
          .as(parameter.name())
          .isEqualTo(same);
    }
  }

  /** The reference is the iteration as it is written, in double precision. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 9", "9, 1", "16, 16", "33, 70", "70, 33", "50, 50"})
  void theIterationIsThatOfItsFormula(int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    Random random = new Random(rows * 100L + columns);
    Shape shape = Shape.of(rows, columns);
    Orthogonalization orthogonalization =
        new Orthogonalization(List.of(shape), Kernels.fastest(), parallel, arena);
    Tensor input = orthogonalization.input(shape);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float value = (float) random.nextGaussian();
        matrix[i][j] = value;
        input.set(i, j, value);
      }
    }

    Tensor result = orthogonalization.compute(shape);

    double[][] expected = reference(matrix);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        assertThat((double) result.get(i, j))
            .as("[%d, %d]", i, j)
            .isCloseTo(expected[i][j], within(2e-4));
      }
    }
  }

  private static double[][] reference(double[][] matrix) {
    if (matrix.length > matrix[0].length) {
      return transposed(reference(transposed(matrix)));
    }
    double sum = 0;
    for (double[] row : matrix) {
      for (double value : row) {
        sum += value * value;
      }
    }
    double[][] x = combined(1 / (Math.sqrt(sum) + 1e-7), matrix, 0, matrix);
    for (int step = 0; step < 5; step++) {
      double[][] a = product(x, transposed(x));
      double[][] polynomial = combined(-4.7750, a, 2.0315, product(a, a));
      x = combined(3.4445, x, 1, product(polynomial, x));
    }
    return x;
  }

  private static double[][] combined(double p, double[][] x, double q, double[][] y) {
    double[][] sum = new double[x.length][x[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[0].length; j++) {
        sum[i][j] = p * x[i][j] + q * y[i][j];
      }
    }
    return sum;
  }

  private static double[][] product(double[][] x, double[][] y) {
    double[][] product = new double[x.length][y[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y[0].length; j++) {
        for (int k = 0; k < y.length; k++) {
          product[i][j] += x[i][k] * y[k][j];
        }
      }
    }
    return product;
  }

  private static double[][] transposed(double[][] x) {
    double[][] transposed = new double[x[0].length][x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[0].length; j++) {
        transposed[j][i] = x[i][j];
      }
    }
    return transposed;
  }
}
