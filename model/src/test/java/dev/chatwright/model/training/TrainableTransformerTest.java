package dev.chatwright.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.KeyValueCache;
import dev.chatwright.model.ModelException;
import dev.chatwright.model.SequenceChunk;
import dev.chatwright.model.Transformer;
import dev.chatwright.model.Weights;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the network as a whole. */
class TrainableTransformerTest {
  private final Arena arena = Arena.ofShared();
  private final Parallel parallel = new Parallel(2);

  @AfterEach
  void release() {
    parallel.close();
    arena.close();
  }

  static Stream<TinySpecs.Row> rows() {
    return TinySpecs.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void logitsAreThoseOfInference(TinySpecs.Row row) {
    ArchSpec spec = row.spec();
    Parameters parameters = row.random(arena);
    TokenBatch batch = new TokenBatch(1, 12);
    Arrays.setAll(batch.tokens(), i -> (7 * i + 3) % TinySpecs.VOCABULARY);

    try (var network = network(spec, parameters, batch, parallel);
        Transformer inference = new Transformer(spec, parameters, Kernels.fastest(), parallel);
        KeyValueCache cache = inference.newCache()) {
      Tensor hidden = inference.forward(List.of(new SequenceChunk(cache, batch.tokens())));
      Tensor expected = inference.logits(hidden, 0, 12);

      for (int t = 0; t < 12; t++) {
        float[] expectedRow = expected.rows(t, t + 1).toArray();
        assertThat(network.logits(t)).as("row %d", t).containsExactly(expectedRow, within(2e-5f));
      }
    }
  }

  @Test
  void divisorsOfARotationAreThoseOfTheBase() {
    ArchSpec spec = TinySpecs.llama(true, 0);
    Parameters parameters = TinySpecs.random(spec, TinySpecs.separate(), arena);
    Tensor divisors = Tensor.copyOf(new float[] {2, 5}, Shape.of(2), arena);
    Weights base =
        name -> name.equals("rope_freqs.weight") ? Optional.of(divisors) : parameters.find(name);
    WholeModel learner = new WholeModel(parameters, base);
    TokenBatch batch = new TokenBatch(1, 12);
    Arrays.setAll(batch.tokens(), i -> (7 * i + 3) % TinySpecs.VOCABULARY);
    Kernels kernels = Kernels.fastest();
    try (var network =
            new TrainableTransformer(spec, learner, Recompute.NOTHING, batch, kernels, parallel);
        var plain = network(spec, parameters, batch, parallel);
        Transformer inference = new Transformer(spec, base, kernels, parallel);
        KeyValueCache cache = inference.newCache()) {
      Tensor hidden = inference.forward(List.of(new SequenceChunk(cache, batch.tokens())));
      float[] expected = inference.logits(hidden, 11, 12).toArray();

      assertThat(network.logits(11)).containsExactly(expected, within(2e-5f));
      assertThat(plain.logits(11)).isNotEqualTo(network.logits(11));
    }
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
    try (Parallel pool = new Parallel(threads);
        var network =
            new TrainableTransformer(
                row.spec(),
                new WholeModel(parameters),
                recompute,
                batch,
                Kernels.fastest(),
                pool)) {
      network.lossAndGradients(1f / batch.targetCount());
      return parameters.gradients().toArray();
    }
  }

  @Test
  void gradientsOfTwoBatchesAddUp() {
    ArchSpec spec = TinySpecs.gpt2();
    Parameters parameters = parameters(spec);
    TokenBatch batch = TinySpecs.batch();
    try (var network = network(spec, parameters, batch, parallel)) {
      network.lossAndGradients(0.5f);
      float[] once = parameters.gradients().toArray();
      network.lossAndGradients(0.5f);
      float[] twice = parameters.gradients().toArray();

      for (int i = 0; i < once.length; i++) {
        once[i] *= 2;
      }
      assertThat(twice).containsExactly(once, within(1e-4f));
    }
  }

  @Test
  void aTokenBeyondTheVocabularyIsNamed() {
    TokenBatch batch = TinySpecs.batch();
    batch.tokens()[3] = TinySpecs.VOCABULARY;
    ArchSpec spec = TinySpecs.gpt2();
    try (var network = network(spec, parameters(spec), batch, parallel)) {
      assertThatThrownBy(network::loss)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tokens must be below 13, row 3 has 13");
    }
  }

  @Test
  void aDocumentThatBeginsInAnotherSequenceIsRefused() {
    TokenBatch batch = TinySpecs.batch();
    batch.starts()[12] = 11;
    ArchSpec spec = TinySpecs.gpt2();
    try (var network = network(spec, parameters(spec), batch, parallel)) {
      assertThatThrownBy(network::loss)
          .hasMessage("the document of row 12 must begin from row 12 to 12, got 11");
    }
  }

  @Test
  void sequencesLongerThanTheContextAreRefused() {
    ArchSpec spec = TinySpecs.gpt2();
    TokenBatch batch = new TokenBatch(1, 17);
    Parameters parameters = parameters(spec);

    assertThatThrownBy(() -> network(spec, parameters, batch, parallel))
        .isInstanceOf(ModelException.class)
        .hasMessage("sequences must not be longer than the context of 16, got 17");
  }

  private Parameters parameters(ArchSpec spec) {
    return TinySpecs.random(spec, TinySpecs.of("attn_qkv.weight", ".bias"), arena);
  }

  private static TrainableTransformer network(
      ArchSpec spec, Parameters parameters, TokenBatch batch, Parallel parallel) {
    return new TrainableTransformer(spec, parameters, batch, Kernels.fastest(), parallel);
  }
}
