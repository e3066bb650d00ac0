package dev.chatwright.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.KeyValueCache;
import dev.chatwright.model.LowRank;
import dev.chatwright.model.SequenceChunk;
import dev.chatwright.model.Transformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes of low rank, beside a whole model with the same sums as its weights. */
final class LowRankChangesTest {
  private static final LowRankOptions OPTIONS =
      new LowRankOptions(3, 0.5f, Set.copyOf(LowRankOptions.ALL_TARGETS));
  private static final float FACTOR = 0.1f;

  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void free() {
    arena.close();
  }

  static Stream<TinySpecs.Row> rows() {
    return TinySpecs.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void gradientsFollowFromThoseOfTheSums(TinySpecs.Row row) {
    Parameters base = row.random(arena);
    LowRankChanges changes = randomChanges(row.spec(), base);
    Parameters whole = summed(row.spec(), base, changes);
    try (Parallel parallel = new Parallel(2);
        var expected =
            new TrainableTransformer(
                row.spec(), whole, TinySpecs.batch(), Kernels.fastest(), parallel);
        var network = network(row.spec(), changes, Recompute.NOTHING, parallel)) {
      double loss = expected.lossAndGradients(FACTOR);

      assertThat(network.lossAndGradients(FACTOR)).isCloseTo(loss, within(loss * 1e-5));
    }
    changes
        .adapter()
        .changes()
        .forEach((name, change) -> compare(name, change, whole.requireParameter(name), changes));
  }

  /** With G the gradient of the sum, that of up is s·G·downᵀ, and that of down s·upᵀ·G. */
  private static void compare(String name, LowRank change, Parameter sum, LowRankChanges changes) {
    Tensor g = sum.gradient();
    Tensor dDown = changes.parameters().requireParameter(name + ".lora_a").gradient();
    Tensor dUp = changes.parameters().requireParameter(name + ".lora_b").gradient();
    for (int r = 0; r < change.rank(); r++) {
      for (int n = 0; n < g.rows(); n++) {
        double expected = 0;
        for (int k = 0; k < g.columns(); k++) {
          expected += 0.5 * g.get(n, k) * change.down().get(r, k);
        }
        assertThat((double) dUp.get(n, r)).as(name).isCloseTo(expected, within(tolerance(g)));
      }
      for (int k = 0; k < g.columns(); k++) {
        double expected = 0;
        for (int n = 0; n < g.rows(); n++) {
          expected += 0.5 * change.up().get(n, r) * g.get(n, k);
        }
        assertThat((double) dDown.get(r, k)).as(name).isCloseTo(expected, within(tolerance(g)));
      }
    }
  }

  /**
   * With G the gradient of what rows V = W + s·up·down are brought to, m/|V|·V, that of m is ⟨G,
   * V⟩/|V| by rows, and those of up and down are as before with m/|V|·G in place of G.
   */
  @ParameterizedTest
  @MethodSource("rows")
  void gradientsOfMagnitudesFollowFromThoseOfTheRows(TinySpecs.Row row) {
    Parameters base = row.random(arena);
    LowRankChanges changes = randomChanges(row.spec(), base, OPTIONS.withMagnitudes(true));
    Parameters sums = summed(row.spec(), base, changes);
    Parameters whole = Parameters.copyOf(row.spec(), sums, Kernels.scalar(), arena);
    changes
        .adapter()
        .changes()
        .forEach((name, change) -> bring(whole.requireParameter(name).value(), change));
    try (Parallel parallel = new Parallel(2);
        var expected =
            new TrainableTransformer(
                row.spec(), whole, TinySpecs.batch(), Kernels.fastest(), parallel);
        var network = network(row.spec(), changes, Recompute.NOTHING, parallel)) {
      double loss = expected.lossAndGradients(FACTOR);

      assertThat(network.lossAndGradients(FACTOR)).isCloseTo(loss, within(loss * 1e-5));
    }
    changes
        .adapter()
        .changes()
        .forEach(
            (name, change) -> {
              Parameter rows = whole.requireParameter(name);
              compareMagnitudes(name, change, rows, sums.requireParameter(name).value(), changes);
              compare(name, change, rows, changes);
            });
  }

  /** Brings rows to the lengths wanted. */
  private static void bring(Tensor rows, LowRank change) {
    for (int n = 0; n < rows.rows(); n++) {
      double factor = change.magnitude().orElseThrow().get(0, n) / length(rows, n);
      for (int k = 0; k < rows.columns(); k++) {
        rows.set(n, k, (float) (factor * rows.get(n, k)));
      }
    }
  }

  private static double length(Tensor rows, int row) {
    double squares = 0;
    for (int k = 0; k < rows.columns(); k++) {
      squares += (double) rows.get(row, k) * rows.get(row, k);
    }
    return Math.sqrt(squares);
  }

  /** Compares the gradients of magnitudes, and leaves in {@code rows} that of the sums. */
  private static void compareMagnitudes(
      String name, LowRank change, Parameter rows, Tensor sums, LowRankChanges changes) {
    Tensor actual = changes.parameters().requireParameter(name + ".lora_magnitude").gradient();
    Tensor g = rows.gradient();
    double tolerance = tolerance(g) * 10;
    for (int n = 0; n < g.rows(); n++) {
      double length = length(sums, n);
      double expected = 0;
      float factor = (float) (change.magnitude().orElseThrow().get(0, n) / length);
      for (int k = 0; k < g.columns(); k++) {
        expected += g.get(n, k) * sums.get(n, k) / length;
        g.set(n, k, g.get(n, k) * factor);
      }
      assertThat((double) actual.get(0, n)).as(name).isCloseTo(expected, within(tolerance));
    }
  }

  private static double tolerance(Tensor g) {
    float largest = 0;
    for (float value : g.toArray()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return 1e-4 * largest;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theBitsDoNotDependOnThreadsOrOnWhatIsComputedAgain(TinySpecs.Row row) {
    Parameters base = row.random(arena);
    float[] expected = gradients(row.spec(), base, Recompute.NOTHING, 1);
    for (int threads = 1; threads <= 3; threads++) {
      for (Recompute recompute : Recompute.values()) {
        assertThat(gradients(row.spec(), base, recompute, threads)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void withMagnitudesTheyDoNotEither(TinySpecs.Row row) {
    Parameters base = row.random(arena);
    LowRankOptions options = OPTIONS.withMagnitudes(true);
    float[] expected = gradients(row.spec(), base, options, Recompute.NOTHING, 1);
    for (Recompute recompute : Recompute.values()) {
      assertThat(gradients(row.spec(), base, options, recompute, 3)).isEqualTo(expected);
    }
  }

  private float[] gradients(ArchSpec spec, Parameters base, Recompute recompute, int threads) {
    return gradients(spec, base, OPTIONS, recompute, threads);
  }

  private float[] gradients(
      ArchSpec spec, Parameters base, LowRankOptions options, Recompute recompute, int threads) {
    LowRankChanges changes = randomChanges(spec, base, options);
    try (Parallel parallel = new Parallel(threads);
        var network = network(spec, changes, recompute, parallel)) {
      network.lossAndGradients(FACTOR);
      return changes.parameters().gradients().toArray();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void inferenceComputesTheSameWithThem(TinySpecs.Row row) {
    compareInference(row, OPTIONS);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void inferenceComputesTheSameWithMagnitudes(TinySpecs.Row row) {
    compareInference(row, OPTIONS.withMagnitudes(true));
  }

  private void compareInference(TinySpecs.Row row, LowRankOptions options) {
    Parameters base = row.random(arena);
    LowRankChanges changes = randomChanges(row.spec(), base, options);
    TokenBatch batch = new TokenBatch(1, 12);
    Arrays.setAll(batch.tokens(), i -> (7 * i + 3) % TinySpecs.VOCABULARY);
    Kernels kernels = Kernels.fastest();
    try (Parallel parallel = new Parallel(2);
        var network =
            new TrainableTransformer(
                row.spec(), changes, Recompute.NOTHING, batch, kernels, parallel);
        Transformer inference = new Transformer(row.spec(), base, kernels, parallel);
        KeyValueCache cache = inference.newCache()) {
      Tensor hidden =
          inference.forward(
              List.of(
                  new SequenceChunk(cache, batch.tokens(), inference.prepare(changes.adapter()))));
      Tensor logits = inference.logits(hidden, 11, 12);

      assertThat(network.logits(11)).containsExactly(logits.toArray(), within(5e-5f));
    }
  }

  @Test
  void leftOutTheyChangeNothing() {
    ArchSpec spec = TinySpecs.llama(true, 0);
    Parameters base = TinySpecs.random(spec, TinySpecs.separate(), arena);
    LowRankChanges changes = randomChanges(spec, base);
    try (Parallel parallel = new Parallel(1);
        var plain =
            new TrainableTransformer(spec, base, TinySpecs.batch(), Kernels.fastest(), parallel);
        var network = network(spec, changes, Recompute.NOTHING, parallel)) {
      double changed = network.loss();
      changes.setOff(true);

      assertThat(network.loss()).isEqualTo(plain.loss()).isNotEqualTo(changed);
    }
  }

  @Test
  void magnitudesBeginWithTheLengthsOfRowsAndChangeNothing() {
    ArchSpec spec = TinySpecs.llama(true, 0);
    Parameters base = TinySpecs.random(spec, TinySpecs.separate(), arena);
    LowRankOptions options = OPTIONS.withMagnitudes(true);
    LowRankChanges changes = new LowRankChanges(spec, base, options, Kernels.fastest(), arena);
    try (Parallel parallel = new Parallel(1);
        var plain =
            new TrainableTransformer(spec, base, TinySpecs.batch(), Kernels.fastest(), parallel);
        var network = network(spec, changes, Recompute.NOTHING, parallel)) {
      double loss = plain.loss();

      assertThat(network.loss()).isCloseTo(loss, within(loss * 1e-6));
    }
    assertThat(LowRankChanges.count(spec, base, options))
        .isEqualTo(changes.parameters().count())
        .isGreaterThan(LowRankChanges.count(spec, base, OPTIONS));
  }

  @Test
  void factorsMayDifferFromRowToRow() {
    ArchSpec spec = TinySpecs.llama(true, 0);
    Parameters base = TinySpecs.random(spec, TinySpecs.separate(), arena);
    float[] expected = gradients(spec, base, Recompute.NOTHING, 1);
    LowRankChanges changes = randomChanges(spec, base);
    try (Parallel parallel = new Parallel(1);
        var network = network(spec, changes, Recompute.NOTHING, parallel)) {
      float[] factors = new float[network.batch().rows()];
      Arrays.fill(factors, FACTOR);
      network.losses();
      network.gradients(factors);

      assertThat(changes.parameters().gradients().toArray()).isEqualTo(expected);
    }
  }

  @Test
  void unknownProductsAreRefused() {
    assertThatThrownBy(() -> new LowRankOptions(4, 1, Set.of("attn_x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("attn_x");
    assertThatThrownBy(() -> new LowRankOptions(0, 1, Set.of("attn_q")))
        .hasMessageContaining("rank must be from 1");
  }

  private static TrainableTransformer network(
      ArchSpec spec, LowRankChanges changes, Recompute recompute, Parallel parallel) {
    return new TrainableTransformer(
        spec, changes, recompute, TinySpecs.batch(), Kernels.fastest(), parallel);
  }

  private LowRankChanges randomChanges(ArchSpec spec, Parameters base) {
    return randomChanges(spec, base, OPTIONS);
  }

  private LowRankChanges randomChanges(ArchSpec spec, Parameters base, LowRankOptions options) {
    LowRankChanges changes = new LowRankChanges(spec, base, options, Kernels.fastest(), arena);
    Random random = new Random(5);
    for (Parameter parameter : changes.parameters().all()) {
      if (!parameter.isMatrix()) {
        continue; // a magnitude, which begins with the lengths that rows have
      }
      for (int row = 0; row < parameter.value().rows(); row++) {
        for (int column = 0; column < parameter.value().columns(); column++) {
          parameter.value().set(row, column, (float) random.nextGaussian() * 0.3f);
        }
      }
    }
    return changes;
  }

  /** Returns a copy of a model with the changes added to its weights. */
  private Parameters summed(ArchSpec spec, Parameters base, LowRankChanges changes) {
    Parameters sums = Parameters.copyOf(spec, base, Kernels.scalar(), arena);
    changes
        .adapter()
        .changes()
        .forEach((name, change) -> add(change, sums.requireParameter(name).value()));
    return sums;
  }

  private static void add(LowRank change, Tensor to) {
    for (int n = 0; n < to.rows(); n++) {
      for (int k = 0; k < to.columns(); k++) {
        double sum = to.get(n, k);
        for (int r = 0; r < change.rank(); r++) {
          sum += (double) change.scale() * change.up().get(n, r) * change.down().get(r, k);
        }
        to.set(n, k, (float) sum);
      }
    }
  }
}
