package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.model.training.Arithmetic;
import dev.chatwright.model.training.Parameter;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.Recompute;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.model.training.WholeModel;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatProducts;
import dev.chatwright.testing.SharedData;
import dev.chatwright.training.optimizer.AdamW;
import dev.chatwright.training.optimizer.AdamWOptions;
import dev.chatwright.training.optimizer.Schedule;
import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Twenty steps are those of PyTorch in double precision. */
class PyTorchReferenceTest {
  private static final double RELATIVE = 1e-4;

  /*
   * One weight, blk.0.ffn_up.weight[40, 7], has a first gradient of 4e-8 that is left of terms a
   * thousand times as large. Adam divides it by its own size, so that what single precision loses
   * of it, 5e-9, is a tenth of a whole step; gradient norms 12 and 14 feel that most (2.5e-4 and
   * 1.9e-4 measured). PyTorch's own single precision is 8.5e-5 off at step 12.
   */
  private static final double RELATIVE_OF_LATE_NORMS = 4e-4;
  private static final int LATE = 12;

  /**
   * What PyTorch's own autocast to bfloat16 is off in the first ten steps: losses by up to 2.2e-3,
   * norms by up to 0.031. Both are far more off from step {@value #LATE} on, by that one weight.
   */
  private static final double OF_BFLOATS = 2.2e-3;

  private static final double OF_NORMS_OF_BFLOATS = 0.031;
  private static final int STEPS_OF_BFLOATS = 10;

  private final Arena arena = Arena.ofShared();
  private final Parallel parallel = new Parallel(2);
  private final Parameters parameters = TinyLlama.parameters(arena);
  private final TokenBatch batch = new TokenBatch(TinyLlama.SEQUENCES, TinyLlama.LENGTH);

  @AfterEach
  void release() {
    parallel.close();
    arena.close();
  }

  static Stream<Named<Kernels>> kernels() {
    return Stream.of(Kernels.scalar(), Kernels.fastest())
        .distinct()
        .map(kernels -> Named.of(kernels.description(), kernels));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theFirstGradientsAndLogitsAreTheSame(Kernels kernels) {
    JsonNode expected = expected();
    TinyLlama.batches().fill(batch);
    try (var network = network(kernels)) {
      compare("logits", network.logits(5), expected.get("firstLogits").get("values"));

      network.lossAndGradients(1f / batch.targetCount());
    }
    for (Parameter parameter : parameters.all()) {
      String name = parameter.name();
      double norm = expected.get("firstGradientNorms").get(name).asDouble();
      JsonNode samples = expected.get("firstGradientSamples").get(name);
      assertThat(norm(parameter.gradient())).as(name).isCloseTo(norm, within(norm * RELATIVE));
      compareSamples(name, parameter.gradient().toArray(), samples, norm);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void twentyStepsHaveTheSameLossesGradientNormsAndWeights(Kernels kernels) {
    JsonNode expected = expected();
    BatchSource source = TinyLlama.batches();
    try (var network = network(kernels)) {
      AdamW optimizer = new AdamW(AdamWOptions.DEFAULT, parameters, kernels, parallel, arena);
      TrainerOptions options = new TrainerOptions(new Schedule.Constant(1e-2), 1, 1);
      Trainer trainer = new Trainer(network, optimizer, options, kernels, parallel);
      for (int step = 0; step < 20; step++) {
        StepReport report = trainer.step(source);

        double loss = expected.get("losses").get(step).asDouble();
        double norm = expected.get("gradientNorms").get(step).asDouble();
        assertThat(report.loss()).as("loss %d", step).isCloseTo(loss, within(loss * RELATIVE));
        double tolerance = step < LATE ? RELATIVE : RELATIVE_OF_LATE_NORMS;
        assertThat(report.gradientNorm())
            .as("gradient norm %d", step)
            .isCloseTo(norm, within(norm * tolerance));
      }
    }
    for (Parameter parameter : parameters.all()) {
      double norm = expected.get("finalNorms").get(parameter.name()).asDouble();
      assertThat(norm(parameter.value()))
          .as(parameter.name())
          .isCloseTo(norm, within(norm * RELATIVE));
    }
  }

  /** Products of eight significant bits, beside PyTorch's of double precision. */
  @Test
  void tenStepsOfBfloatsAreOffByNoMoreThanPyTorchs() {
    JsonNode expected = expected();
    BatchSource source = TinyLlama.batches();
    Kernels kernels = Kernels.fastest();
    Arithmetic arithmetic = new Arithmetic(kernels, Optional.of(BfloatProducts.scalar()));
    WholeModel learner = new WholeModel(parameters);
    try (var network =
        new TrainableTransformer(
            TinyLlama.spec(), learner, Recompute.NOTHING, batch, arithmetic, parallel)) {
      AdamW optimizer = new AdamW(AdamWOptions.DEFAULT, parameters, kernels, parallel, arena);
      TrainerOptions options = new TrainerOptions(new Schedule.Constant(1e-2), 1, 1);
      Trainer trainer = new Trainer(network, optimizer, options, kernels, parallel);
      for (int step = 0; step < STEPS_OF_BFLOATS; step++) {
        StepReport report = trainer.step(source);

        double loss = expected.get("losses").get(step).asDouble();
        double norm = expected.get("gradientNorms").get(step).asDouble();
        assertThat(report.loss()).as("loss %d", step).isCloseTo(loss, within(loss * OF_BFLOATS));
        assertThat(report.gradientNorm())
            .as("gradient norm %d", step)
            .isCloseTo(norm, within(norm * OF_NORMS_OF_BFLOATS));
      }
    }
  }

  private TrainableTransformer network(Kernels kernels) {
    return new TrainableTransformer(TinyLlama.spec(), parameters, batch, kernels, parallel);
  }

  private static JsonNode expected() {
    return SharedData.json("golden/training/tiny_llama.json").get("float64");
  }

  private static void compare(String name, float[] actual, JsonNode expected) {
    assertThat(actual).hasSize(expected.size());
    for (int i = 0; i < actual.length; i++) {
      double value = expected.get(i).asDouble();
      assertThat((double) actual[i])
          .as("%s %d", name, i)
          .isCloseTo(value, within(RELATIVE * Math.abs(value) + 1e-6));
    }
  }

  /** The file holds every so many elements, four at most. */
  private static void compareSamples(String name, float[] actual, JsonNode samples, double norm) {
    int distance = Math.max(1, actual.length / 4);
    for (int i = 0; i < samples.size(); i++) {
      double value = samples.get(i).asDouble();
      assertThat((double) actual[i * distance])
          .as("%s, sample %d", name, i)
          .isCloseTo(value, within(RELATIVE * Math.abs(value) + 1e-5 * norm));
    }
  }

  private static double norm(Tensor tensor) {
    double sum = 0;
    for (float value : tensor.toArray()) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
