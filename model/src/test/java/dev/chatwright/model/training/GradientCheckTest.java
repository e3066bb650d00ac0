package dev.chatwright.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import java.lang.foreign.Arena;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the gradient of every parameter to that of a tape in double precision. */
class GradientCheckTest {
  private static final float FACTOR = 0.25f;

  private static final double RELATIVE = 1e-4;

  /** Of the largest gradient of the same tensor: single ones are what is left of large terms. */
  private static final double OF_LARGEST = 1e-5;

  private final Arena arena = Arena.ofShared();

  @AfterEach
  void release() {
    arena.close();
  }

  static Stream<Arguments> networks() {
    return Stream.concat(TinySpecs.rows(), variants())
        .flatMap(
            row ->
                Stream.of(Kernels.scalar(), Kernels.fastest())
                    .distinct()
                    .map(kernels -> Arguments.of(row, Named.of(kernels.description(), kernels))));
  }

  private static Stream<TinySpecs.Row> variants() {
    return Stream.of(
        new TinySpecs.Row(
            "llama, biases everywhere",
            TinySpecs.llama(true, 3),
            TinySpecs.separate().or(TinySpecs.of("output.weight", ".bias"))),
        new TinySpecs.Row("gpt2, no biases", TinySpecs.gpt2(), TinySpecs.of("attn_qkv.weight")));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("networks")
  void everyGradientIsTheTapes(TinySpecs.Row row, Kernels kernels) {
    ArchSpec spec = row.spec();
    Parameters parameters = row.random(arena);
    TokenBatch batch = TinySpecs.batch();
    ReferenceNetwork reference = new ReferenceNetwork(spec, parameters);
    double expectedLoss = reference.loss(batch, FACTOR);

    try (Parallel parallel = new Parallel(2);
        var network = new TrainableTransformer(spec, parameters, batch, kernels, parallel)) {
      double loss = network.lossAndGradients(FACTOR);

      assertThat(loss).isCloseTo(expectedLoss, within(expectedLoss * 1e-6));
      assertThat(network.loss()).isEqualTo(loss);
    }
    for (Parameter parameter : parameters.all()) {
      compare(parameter, reference.gradients(parameter.name()));
    }
  }

  private static void compare(Parameter parameter, double[] expected) {
    float[] actual = parameter.gradient().toArray();
    double largest = 0;
    for (double gradient : expected) {
      largest = Math.max(largest, Math.abs(gradient));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("%s, element %d", parameter.name(), i)
          .isCloseTo(expected[i], within(RELATIVE * Math.abs(expected[i]) + OF_LARGEST * largest));
    }
  }
}
