package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.model.training.Parameter;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.training.optimizer.AdamW;
import dev.chatwright.training.optimizer.AdamWOptions;
import dev.chatwright.training.optimizer.Schedule;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Twenty steps are those that PyTorch takes with transformers' models, in double precision. */
class TransformersReferenceTest {
  private static final double RELATIVE = 1e-4;

  /** A small logit may be what is left of terms of about one. */
  private static final double LEFT_OF_LARGER = 5e-6;

  private static final int STEPS = 20;

  /** As in the script, so that rounding is not divided by its own size. */
  private static final AdamWOptions OPTIONS = new AdamWOptions(0.9, 0.95, 1e-5, 0.1);

  private final Arena arena = Arena.ofShared();
  private final Parallel parallel = new Parallel(2);
  private final TokenBatch batch = new TokenBatch(TinyLlama.SEQUENCES, TinyLlama.LENGTH);

  @AfterEach
  void release() {
    parallel.close();
    arena.close();
  }

  static Stream<Arguments> modelsAndKernels() {
    return TinyModel.all()
        .flatMap(
            model ->
                Stream.of(Kernels.scalar(), Kernels.fastest())
                    .distinct()
                    .map(kernels -> Arguments.of(model, Named.of(kernels.description(), kernels))));
  }

  @ParameterizedTest
  @MethodSource("modelsAndKernels")
  void theFirstLogitsAndGradientsAreTheSame(TinyModel model, Kernels kernels) throws IOException {
    JsonNode expected = model.expected();
    Parameters parameters = model.parameters(arena);
    TinyLlama.batches().fill(batch);
    try (var network = network(model, parameters, kernels)) {
      float[] logits = network.logits(TinyLlama.LENGTH - 1);
      for (int i = 0; i < logits.length; i++) {
        double value = expected.get("firstLogits").get(i).asDouble();
        assertThat((double) logits[i])
            .as("logit %d", i)
            .isCloseTo(value, within(RELATIVE * Math.abs(value) + LEFT_OF_LARGER));
      }
      network.lossAndGradients(1f / batch.targetCount());
    }
    compareNorms(parameters, Parameter::gradient, expected.get("firstGradientNorms"));
  }

  @ParameterizedTest
  @MethodSource("modelsAndKernels")
  void twentyStepsHaveTheSameLossesGradientNormsAndWeights(TinyModel model, Kernels kernels)
      throws IOException {
    JsonNode expected = model.expected();
    Parameters parameters = model.parameters(arena);
    BatchSource source = TinyLlama.batches();
    try (var network = network(model, parameters, kernels)) {
      AdamW optimizer = new AdamW(OPTIONS, parameters, kernels, parallel, arena);
      TrainerOptions options = new TrainerOptions(new Schedule.Constant(5e-3), 1, 1);
      Trainer trainer = new Trainer(network, optimizer, options, kernels, parallel);
      for (int step = 0; step < STEPS; step++) {
        StepReport report = trainer.step(source);

        compare("loss " + step, report.loss(), expected.get("losses").get(step));
        compare("norm " + step, report.gradientNorm(), expected.get("gradientNorms").get(step));
      }
    }
    compareNorms(parameters, Parameter::value, expected.get("finalNorms"));
  }

  private TrainableTransformer network(TinyModel model, Parameters parameters, Kernels kernels) {
    return new TrainableTransformer(model.spec(), parameters, batch, kernels, parallel);
  }

  private static void compareNorms(
      Parameters parameters, Function<Parameter, Tensor> part, JsonNode norms) {
    assertThat(parameters.all()).hasSize(norms.size());
    for (Parameter parameter : parameters.all()) {
      compare(parameter.name(), norm(part.apply(parameter)), norms.get(parameter.name()));
    }
  }

  private static void compare(String name, double actual, JsonNode expected) {
    double value = expected.asDouble();
    assertThat(actual).as(name).isCloseTo(value, within(RELATIVE * Math.abs(value)));
  }

  private static double norm(Tensor tensor) {
    double sum = 0;
    for (float value : tensor.toArray()) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
