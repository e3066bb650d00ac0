package dev.chatwright.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import java.lang.foreign.Arena;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
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

  /** What is checked with every kind of kernels. */
  private record Network(String name, ArchSpec spec, Predicate<String> optional) {}

  static Stream<Arguments> networks() {
    return Stream.of(
            new Network("llama", TinySpecs.llama(true, 0), optional(false, false, false)),
            new Network(
                "llama, pairs half a head apart, head of its own",
                TinySpecs.llama(false, 0),
                optional(true, false, false)),
            new Network("mistral", TinySpecs.llama(true, 4), optional(false, false, false)),
            new Network("biases", TinySpecs.llama(true, 3), optional(true, true, false)),
            new Network("gpt2", TinySpecs.gpt2(), optional(false, true, true)),
            new Network("gpt2, no biases", TinySpecs.gpt2(), optional(false, false, true)))
        .flatMap(
            network ->
                Stream.of(Kernels.scalar(), Kernels.fastest())
                    .distinct()
                    .map(kernels -> arguments(network, kernels)));
  }

  private static Arguments arguments(Network network, Kernels kernels) {
    String name = network.name() + ", " + kernels.description();
    return Arguments.of(name, network.spec(), network.optional(), kernels);
  }

  private static Predicate<String> optional(boolean head, boolean biases, boolean fused) {
    return name ->
        (head && name.equals("output.weight"))
            || (biases && name.endsWith(".bias"))
            || (fused && name.endsWith("attn_qkv.weight"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void everyGradientIsTheTapes(
      String name, ArchSpec spec, Predicate<String> optional, Kernels kernels) {
    Parameters parameters = TinySpecs.random(spec, optional, arena);
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
