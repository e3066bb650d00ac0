package dev.chatwright.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatProducts;
import dev.chatwright.tensor.packed.PackedKernels;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that learn by products of bfloats. */
class BfloatTrainingTest {
  private static final float FACTOR = 0.1f;

  /** What single precision loses, of a gradient's norm. */
  private static final double OF_NORM = 2e-5;

  private final Arena arena = Arena.ofShared();

  @AfterEach
  void free() {
    arena.close();
  }

  static Stream<TinySpecs.Row> rows() {
    return TinySpecs.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyGradientIsTheTapesIfNothingIsRounded(TinySpecs.Row row) {
    Parameters parameters = row.random(arena);
    ReferenceNetwork reference = new ReferenceNetwork(row.spec(), parameters);
    double expectedLoss = reference.loss(TinySpecs.batch(), FACTOR);

    double loss = learn(row.spec(), new WholeModel(parameters), ExactProducts.INSTANCE);

    assertThat(loss).isCloseTo(expectedLoss, within(expectedLoss * 1e-6));
    for (Parameter parameter : parameters.all()) {
      double[] expected = reference.gradients(parameter.name());
      assertThat(distance(parameter.gradient().toArray(), expected))
          .as(parameter.name())
          .isLessThan(OF_NORM * norm(expected) + 1e-6);
    }
  }

  /** Some of these networks multiply what rounding does to their gradients, but not to the loss. */
  @ParameterizedTest
  @MethodSource("rows")
  void roundedNumbersGiveAlmostTheSameLoss(TinySpecs.Row row) {
    Parameters parameters = row.random(arena);
    double expected = new ReferenceNetwork(row.spec(), parameters).loss(TinySpecs.batch(), FACTOR);

    double loss = learn(row.spec(), new WholeModel(parameters), BfloatProducts.scalar());

    assertThat(loss).isCloseTo(expected, within(expected * 0.005));
    assertThat(loss).isNotCloseTo(expected, within(expected * 1e-6));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theFastestProductsLearnTheBitsOfTheSpecification(TinySpecs.Row row) {
    Parameters expected = row.random(arena);
    double expectedLoss = learn(row.spec(), new WholeModel(expected), BfloatProducts.scalar());
    Parameters parameters = row.random(arena);

    double loss = learn(row.spec(), new WholeModel(parameters), fastest());

    assertThat(loss).isEqualTo(expectedLoss);
    assertThat(parameters.gradients().toArray()).isEqualTo(expected.gradients().toArray());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theBitsDoNotDependOnThreadsOrOnWhatIsComputedAgain(TinySpecs.Row row) {
    float[] expected = gradients(row, Recompute.NOTHING, 1);

    for (int threads : new int[] {1, 2, 3}) {
      for (Recompute recompute : Recompute.values()) {
        assertThat(gradients(row, recompute, threads))
            .as("%s computed again, %d threads", recompute, threads)
            .isEqualTo(expected);
      }
    }
  }

  private float[] gradients(TinySpecs.Row row, Recompute recompute, int threads) {
    Parameters parameters = row.random(arena);
    TokenBatch batch = new TokenBatch(24, 16);
    Arrays.setAll(batch.tokens(), i -> i * i % TinySpecs.VOCABULARY);
    Arrays.setAll(batch.targets(), i -> (i * 5 + 1) % TinySpecs.VOCABULARY);
    WholeModel learner = new WholeModel(parameters);
    try (Parallel pool = new Parallel(threads);
        var network = network(row.spec(), learner, recompute, batch, fastest(), pool)) {
      network.lossAndGradients(1f / batch.targetCount());
      return parameters.gradients().toArray();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void changesOfLowRankLearnWhatTheyLearnWithFloatsIfNothingIsRounded(TinySpecs.Row row) {
    Parameters base = row.random(arena);
    LowRankChanges floats = changes(row.spec(), base);
    LowRankChanges bfloats = changes(row.spec(), base);
    double loss = learn(row.spec(), floats, null);

    assertThat(learn(row.spec(), bfloats, ExactProducts.INSTANCE))
        .isCloseTo(loss, within(loss * 1e-5));

    double[] expected = doubles(floats.parameters().gradients().toArray());
    double distance = distance(bfloats.parameters().gradients().toArray(), expected);
    assertThat(distance).isLessThan(OF_NORM * norm(expected));
  }

  @Test
  void changesThatAreLeftOutChangeNothing() {
    ArchSpec spec = TinySpecs.llama(true, 0);
    Parameters base = TinySpecs.random(spec, TinySpecs.separate(), arena);
    LowRankChanges changes = changes(spec, base);
    double changed = loss(spec, changes);
    changes.setOff(true);

    assertThat(loss(spec, changes))
        .isEqualTo(loss(spec, new WholeModel(base)))
        .isNotEqualTo(changed);
  }

  private static double loss(ArchSpec spec, Learner learner) {
    BfloatProducts products = BfloatProducts.scalar();
    try (Parallel parallel = new Parallel(2);
        var network =
            network(spec, learner, Recompute.NOTHING, TinySpecs.batch(), products, parallel)) {
      return network.loss();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void afterAStepNothingIsLeftOfWhatTheWeightsWere(TinySpecs.Row row) {
    Parameters whole = row.random(arena);
    LowRankChanges changes = changes(row.spec(), row.random(arena));

    for (Learner learner : List.of(new WholeModel(whole), changes)) {
      float[] expected = gradientsAfterAStep(row.spec(), learner, false);

      assertThat(gradientsAfterAStep(row.spec(), learner, true)).isEqualTo(expected);
    }
  }

  /**
   * Returns the gradients of a second pass, before which the parameters were twice what they are.
   *
   * @param sameNetwork whether the first pass was that network's, too
   */
  private static float[] gradientsAfterAStep(ArchSpec spec, Learner learner, boolean sameNetwork) {
    BfloatProducts products = BfloatProducts.scalar();
    Parameters parameters = learner.parameters();
    try (Parallel parallel = new Parallel(2);
        var network =
            network(spec, learner, Recompute.NOTHING, TinySpecs.batch(), products, parallel)) {
      if (sameNetwork) {
        scale(parameters, 2);
        network.lossAndGradients(FACTOR);
        scale(parameters, 0.5f);
      }
      parameters.gradients().data().fill((byte) 0);
      network.lossAndGradients(FACTOR);
      return parameters.gradients().toArray();
    }
  }

  private static void scale(Parameters parameters, float factor) {
    Tensor values = parameters.values();
    Kernels.scalar().scale(values, factor, 0, values.shape().elements());
  }

  @Test
  void aHeadThatNeverChangesIsPackedOnce() {
    ArchSpec spec = TinySpecs.llama(true, 0);
    Parameters base = TinySpecs.random(spec, TinySpecs.separate(), arena);

    assertThat(headsPackedInTwoPasses(spec, changes(spec, base))).isEqualTo(2);
    assertThat(headsPackedInTwoPasses(spec, new WholeModel(base))).isEqualTo(4);
  }

  /** Returns how often the head's weight was packed, for the way forward and for that back. */
  private static int headsPackedInTwoPasses(ArchSpec spec, Learner learner) {
    PackedHeads products = new PackedHeads();
    try (Parallel parallel = new Parallel(1);
        var network =
            network(spec, learner, Recompute.NOTHING, TinySpecs.batch(), products, parallel)) {
      network.lossAndGradients(FACTOR);
      network.lossAndGradients(FACTOR);
    }
    return products.count;
  }

  @Test
  void normsOfDocumentsAreThoseOfFloatsIfNothingIsRounded() {
    ArchSpec spec = TinySpecs.llama(true, 0);
    Parameters base = TinySpecs.random(spec, TinySpecs.separate(), arena);
    List<DocumentNorm> expected = norms(spec, base, null);

    List<DocumentNorm> norms = norms(spec, base, ExactProducts.INSTANCE);

    assertThat(norms).hasSameSizeAs(expected);
    for (int i = 0; i < norms.size(); i++) {
      double norm = expected.get(i).norm();
      assertThat(norms.get(i).norm()).isCloseTo(norm, within(OF_NORM * norm));
    }
  }

  private List<DocumentNorm> norms(
      ArchSpec spec, Parameters base, @Nullable BfloatProducts products) {
    LowRankChanges changes = changes(spec, base);
    try (Parallel parallel = new Parallel(2);
        var network =
            network(spec, changes, Recompute.NOTHING, TinySpecs.batch(), products, parallel)) {
      network.losses();
      float[] factors = new float[network.batch().rows()];
      Arrays.fill(factors, FACTOR);
      return network.gradientNorms(factors);
    }
  }

  private LowRankChanges changes(ArchSpec spec, Parameters base) {
    LowRankOptions options = new LowRankOptions(3, 0.5f, Set.copyOf(LowRankOptions.ALL_TARGETS));
    LowRankChanges changes = new LowRankChanges(spec, base, options, Kernels.fastest(), arena);
    Random random = new Random(5);
    for (Parameter parameter : changes.parameters().all()) {
      for (int row = 0; row < parameter.value().rows(); row++) {
        for (int column = 0; column < parameter.value().columns(); column++) {
          parameter.value().set(row, column, 0.3f * (float) random.nextGaussian());
        }
      }
    }
    return changes;
  }

  private static double learn(ArchSpec spec, Learner learner, @Nullable BfloatProducts products) {
    try (Parallel parallel = new Parallel(2);
        var network =
            network(spec, learner, Recompute.NOTHING, TinySpecs.batch(), products, parallel)) {
      double loss = network.lossAndGradients(FACTOR);
      assertThat(network.loss()).isEqualTo(loss);
      return loss;
    }
  }

  private static TrainableTransformer network(
      ArchSpec spec,
      Learner learner,
      Recompute recompute,
      TokenBatch batch,
      @Nullable BfloatProducts products,
      Parallel parallel) {
    Arithmetic arithmetic = new Arithmetic(Kernels.fastest(), Optional.ofNullable(products));
    return new TrainableTransformer(spec, learner, recompute, batch, arithmetic, parallel);
  }

  private static BfloatProducts fastest() {
    Optional<BfloatProducts> found =
        KernelSelection.current().packed().flatMap(PackedKernels::bfloats);
    assumeTrue(found.isPresent(), "no bf16 products that are faster than those of floats");
    return found.orElseThrow();
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private static double norm(double[] values) {
    return distance(new float[values.length], values);
  }

  private static double distance(float[] actual, double[] expected) {
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      sum += (actual[i] - expected[i]) * (actual[i] - expected[i]);
    }
    return Math.sqrt(sum);
  }
}
