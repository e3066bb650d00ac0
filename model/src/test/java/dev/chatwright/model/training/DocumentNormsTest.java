package dev.chatwright.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Norms of all documents at once, beside gradients of one at a time. */
final class DocumentNormsTest {
  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void free() {
    arena.close();
  }

  @ParameterizedTest
  @CsvSource({"llama, NOTHING, 1", "llama, ELEMENTWISE, 2", "gpt2, BLOCKS, 2", "gpt2, NOTHING, 3"})
  void normsAreThoseOfSingleDocuments(String kind, Recompute recompute, int threads) {
    LowRankChanges changes = changes(kind);
    try (Parallel parallel = new Parallel(threads);
        var network = network(kind, changes, recompute, parallel)) {
      float[] factors = factors(network.batch());
      network.losses();

      List<DocumentNorm> found = network.gradientNorms(factors);

      List<DocumentNorm> expected = oneAtATime(network, factors);
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).fromRow()).isEqualTo(expected.get(i).fromRow());
        assertThat(found.get(i).toRow()).isEqualTo(expected.get(i).toRow());
        assertThat(found.get(i).norm() / expected.get(i).norm()).isEqualTo(1, within(1e-5));
      }
    }
  }

  private static List<DocumentNorm> oneAtATime(TrainableTransformer network, float[] factors) {
    TokenBatch batch = network.batch();
    int[] targets = batch.targets().clone();
    List<DocumentNorm> norms = new ArrayList<>();
    for (int from = 0, to; from < batch.rows(); from = to) {
      Arrays.fill(batch.targets(), TokenBatch.NO_TARGET);
      for (to = from; to < batch.rows() && batch.starts()[to] == batch.starts()[from]; to++) {
        batch.targets()[to] = targets[to];
      }
      network.parameters().clearGradients();
      network.losses();
      network.gradients(factors);
      double square = 0;
      for (float g : network.parameters().gradients().toArray()) {
        square += (double) g * g;
      }
      if (batch.targetCount() > 0) {
        norms.add(new DocumentNorm(from, to, Math.sqrt(square)));
      }
    }
    return norms;
  }

  @Test
  void measuringLeavesGradientsAloneAndGradientsMayFollow() {
    LowRankChanges changes = changes("llama");
    try (Parallel parallel = new Parallel(1);
        var network = network("llama", changes, Recompute.ELEMENTWISE, parallel)) {
      float[] factors = factors(network.batch());
      network.losses();
      network.gradients(factors);
      float[] expected = changes.parameters().gradients().toArray();
      changes.parameters().clearGradients();
      network.losses();

      List<DocumentNorm> first = network.gradientNorms(factors);
      assertThat(changes.parameters().gradients().toArray()).containsOnly(0);
      assertThat(network.gradientNorms(factors)).isEqualTo(first);
      network.gradients(factors);

      assertThat(changes.parameters().gradients().toArray()).isEqualTo(expected);
    }
  }

  @Test
  void documentsWithoutTargetsAreNotMeasured() {
    LowRankChanges changes = changes("llama");
    try (Parallel parallel = new Parallel(1);
        var network = network("llama", changes, Recompute.NOTHING, parallel)) {
      Arrays.fill(network.batch().targets(), 0, 12, TokenBatch.NO_TARGET);
      network.losses();

      assertThat(network.gradientNorms(factors(network.batch())))
          .extracting(DocumentNorm::fromRow)
          .containsExactly(12, 23);
    }
  }

  @Test
  void aWholeModelCannotBeMeasured() {
    ArchSpec spec = TinySpecs.gpt2();
    Parameters whole = TinySpecs.random(spec, _ -> false, arena);
    try (Parallel parallel = new Parallel(1);
        var network =
            new TrainableTransformer(spec, whole, TinySpecs.batch(), Kernels.fastest(), parallel)) {
      network.losses();

      assertThatThrownBy(() -> network.gradientNorms(factors(network.batch())))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("low rank");
    }
  }

  private static float[] factors(TokenBatch batch) {
    float[] factors = new float[batch.rows()];
    for (int row = 0; row < factors.length; row++) {
      factors[row] = 0.1f + row * 0.01f;
    }
    return factors;
  }

  private static ArchSpec spec(String kind) {
    return kind.equals("gpt2") ? TinySpecs.gpt2() : TinySpecs.llama(true, 0);
  }

  private static TrainableTransformer network(
      String kind, LowRankChanges changes, Recompute recompute, Parallel parallel) {
    return new TrainableTransformer(
        spec(kind), changes, recompute, TinySpecs.batch(), Kernels.fastest(), parallel);
  }

  /** Returns random changes; those of the second kind are of queries, keys and values in one. */
  private LowRankChanges changes(String kind) {
    ArchSpec spec = spec(kind);
    Parameters base = TinySpecs.random(spec, name -> name.contains("attn_qkv"), arena);
    Set<String> targets =
        kind.equals("gpt2")
            ? Set.of("attn_qkv", "ffn_up", "ffn_down")
            : Set.copyOf(LowRankOptions.ALL_TARGETS);
    LowRankChanges changes =
        new LowRankChanges(
            spec, base, new LowRankOptions(3, 0.5f, targets), Kernels.fastest(), arena);
    Random random = new Random(5);
    for (Parameter parameter : changes.parameters().all()) {
      for (int row = 0; row < parameter.value().rows(); row++) {
        for (int column = 0; column < parameter.value().columns(); column++) {
          parameter.value().set(row, column, (float) random.nextGaussian() * 0.3f);
        }
      }
    }
    return changes;
  }
}
