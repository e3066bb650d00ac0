package dev.chatwright.model;

import static dev.chatwright.model.TinyModels.copy;
import static dev.chatwright.model.TinyModels.logits;
import static dev.chatwright.model.TinyModels.randomTokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.KeyValueType;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.testing.RandomTensors;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences of one batch have adapters of their own, or none, and do not notice each other. */
class MixedAdaptersTest {
  private static final int PROMPT = 21;
  private static final int STEPS = 3;

  private final RandomTensors random = new RandomTensors(29, Arena.ofAuto());
  private final GoldenModel golden = GoldenModel.load("llama");
  private final ArchSpec spec =
      Architectures.fromHuggingFace(golden.properties().with("intermediate_size", 96L));
  private final Map<String, Tensor> weights = packable();
  private final Parallel parallel = new Parallel(2);
  private final Transformer transformer = transformer(Kernels.fastest(), packed(), parallel);

  @AfterEach
  void close() {
    transformer.close();
    parallel.close();
  }

  private static PackedKernels packed() {
    return KernelSelection.current().packed().orElseGet(PackedKernels::scalar);
  }

  /** Weights whose products do not depend on the number of rows, as those of packed ones do not. */
  private Map<String, Tensor> packable() {
    int width = spec.width();
    int inner = spec.feedForward().width();
    int keys = spec.attention().keyValueWidth();
    Map<String, Tensor> all = new HashMap<>();
    for (int layer = 0; layer < spec.layers(); layer++) {
      String block = "blk." + layer + ".";
      all.put(block + "attn_q.weight", packable(width, width));
      all.put(block + "attn_k.weight", packable(keys, width));
      all.put(block + "attn_v.weight", packable(keys, width));
      all.put(block + "attn_output.weight", packable(width, width));
      all.put(block + "ffn_gate.weight", packable(inner, width));
      all.put(block + "ffn_up.weight", packable(inner, width));
      all.put(block + "ffn_down.weight", packable(width, inner));
    }
    all.put("output.weight", packable(128, width));
    return all;
  }

  private Tensor packable(int outputs, int inputs) {
    return random.weights(ElementType.Q8_0, outputs, inputs);
  }

  private Transformer transformer(Kernels kernels, PackedKernels packed, Parallel threads) {
    Weights floats = golden.weights();
    return new Transformer(
        spec,
        name -> Optional.ofNullable(weights.get(name)).or(() -> floats.find(name)),
        kernels,
        Optional.of(packed),
        threads,
        new KeyValueMemory(KeyValueType.F16, Long.MAX_VALUE)); // as they are served
  }

  private LoraAdapter adapter(int rank, boolean magnitude) {
    Map<String, LowRank> changes = new HashMap<>();
    weights.forEach((name, weight) -> changes.put(name, change(weight, rank, magnitude)));
    return new LoraAdapter(changes);
  }

  private LoraAdapter headOnly(boolean magnitude) {
    Tensor head = Objects.requireNonNull(weights.get("output.weight"));
    return new LoraAdapter(Map.of("output.weight", change(head, 3, magnitude)));
  }

  private LowRank change(Tensor weight, int rank, boolean magnitude) {
    return new LowRank(
        random.floats(rank, weight.columns()),
        random.floats(weight.rows(), rank),
        0.2f,
        magnitude
            ? Optional.of(random.floats(1, weight.rows()).reshaped(Shape.of(weight.rows())))
            : Optional.empty());
  }

  /** Returns the logits of a prompt and some single tokens of every sequence. */
  private static List<float[]> together(Transformer transformer, List<AdapterWeights> adapters) {
    List<KeyValueCache> caches = adapters.stream().map(_ -> transformer.newCache()).toList();
    List<float[]> results = adapters.stream().map(_ -> new float[0]).toList();
    results = new ArrayList<>(results);
    int length = PROMPT;
    for (int from = 0; from < PROMPT + STEPS; from += length, length = 1) {
      List<SequenceChunk> chunks = new ArrayList<>();
      for (int i = 0; i < adapters.size(); i++) {
        int[] tokens = Arrays.copyOfRange(randomTokens(PROMPT + STEPS, 5), from, from + length);
        chunks.add(new SequenceChunk(caches.get(i), tokens, adapters.get(i)));
      }
      Tensor hidden = transformer.forward(chunks);
      for (int i = 0; i < adapters.size(); i++) {
        Tensor rows = transformer.logits(hidden, i * length, (i + 1) * length);
        results.set(i, joined(results.get(i), rows.toArray()));
      }
    }
    caches.forEach(KeyValueCache::close);
    return results;
  }

  private static float[] joined(float[] first, float[] second) {
    float[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSequenceHasTheSameBitsWhateverItsNeighboursAdapters(boolean magnitude) {
    AdapterWeights a = transformer.prepare(adapter(5, magnitude));
    AdapterWeights b = transformer.prepare(adapter(16, magnitude));
    List<AdapterWeights> mixed = List.of(a, AdapterWeights.NONE, b, a);

    List<float[]> actual = together(transformer, mixed);

    for (int i = 0; i < mixed.size(); i++) {
      float[] alone = together(transformer, List.of(mixed.get(i))).getFirst();
      assertThat(actual.get(i)).as("sequence %d", i).isEqualTo(alone);
    }
    assertThat(actual.get(3)).isEqualTo(actual.get(0));
    assertThat(actual.get(0)).isNotEqualTo(actual.get(1));
    assertThat(actual.get(0)).isNotEqualTo(actual.get(2));
  }

  @Test
  void everyNumberOfThreadsGivesTheSameBits() {
    LoraAdapter a = adapter(4, true);
    LoraAdapter b = adapter(7, false);
    List<float[]> expected = null;
    for (int threads = 1; threads <= 3; threads++) {
      try (Parallel some = new Parallel(threads);
          Transformer one = transformer(Kernels.fastest(), packed(), some)) {
        AdapterWeights first = one.prepare(a);
        List<float[]> actual = together(one, List.of(first, one.prepare(b), first));
        expected = expected == null ? actual : expected;
        for (int i = 0; i < actual.size(); i++) {
          assertThat(actual.get(i)).as("%d threads", threads).isEqualTo(expected.get(i));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void adaptersOfAnyRankComeAndGoBetweenSteps(boolean largeFirst) {
    AdapterWeights small = transformer.prepare(adapter(1, false));
    AdapterWeights large = transformer.prepare(adapter(40, false));
    List<AdapterWeights> both = largeFirst ? List.of(large, small) : List.of(small, large);
    float[] plain = together(transformer, List.of(AdapterWeights.NONE)).getFirst();

    for (AdapterWeights adapter : both) {
      float[] changed = together(transformer, List.of(adapter)).getFirst();
      assertThat(changed).isNotEqualTo(plain);
      assertThat(together(transformer, List.of(adapter)).getFirst()).isEqualTo(changed);
    }

    assertThat(together(transformer, List.of(AdapterWeights.NONE)).getFirst()).isEqualTo(plain);
  }

  @Test
  void aChangedHeadFollowsTheRowsAskedFor() {
    AdapterWeights head = transformer.prepare(headOnly(false));
    int[] tokens = randomTokens(4, 8);
    try (KeyValueCache plain = transformer.newCache();
        KeyValueCache changed = transformer.newCache()) {
      Tensor hidden =
          transformer.forward(
              List.of(new SequenceChunk(plain, tokens), new SequenceChunk(changed, tokens, head)));
      Tensor all = copy(transformer.logits(hidden, 0, 8));

      for (int row = 0; row < 8; row++) {
        Tensor one = transformer.logits(hidden, row, row + 1);
        assertThat(one.toArray()).as("row %d", row).isEqualTo(all.rows(row, row + 1).toArray());
      }
      assertThat(all.rows(3, 4).toArray()).isNotEqualTo(all.rows(7, 8).toArray());
      int[] some = {7, 0, 3, 4};
      Tensor picked = copy(transformer.logits(hidden, some));
      for (int i = 0; i < some.length; i++) {
        assertThat(picked.rows(i, i + 1).toArray())
            .as("row %d", some[i])
            .isEqualTo(all.rows(some[i], some[i] + 1).toArray());
      }
    }
  }

  /** Half floats have few digits left of small numbers, and none of large ones. */
  @ParameterizedTest
  @ValueSource(ints = {-30, -1, 30})
  void howLargeTheMatricesAreBesideEachOtherChangesNothing(int shift) {
    LoraAdapter adapter = adapter(6, false);
    Map<String, LowRank> shifted = new HashMap<>();
    adapter
        .changes()
        .forEach(
            (name, change) ->
                shifted.put(
                    name,
                    new LowRank(
                        scaled(change.down(), shift),
                        scaled(change.up(), -shift),
                        change.scale(),
                        Optional.empty())));

    float[] expected = together(transformer, List.of(transformer.prepare(adapter))).getFirst();
    AdapterWeights other = transformer.prepare(new LoraAdapter(shifted));
    assertThat(together(transformer, List.of(other)).getFirst()).isEqualTo(expected);
  }

  private static Tensor scaled(Tensor matrix, int shift) {
    Tensor scaled = Tensor.copyOf(matrix.toArray(), matrix.shape(), Arena.ofAuto());
    Kernels.scalar().scale(scaled, Math.scalb(1f, shift), 0, scaled.shape().elements());
    return scaled;
  }

  @Test
  void anAdapterOfAnotherTransformerIsRefused() {
    try (Transformer other = transformer(Kernels.scalar(), PackedKernels.scalar(), parallel);
        KeyValueCache cache = transformer.newCache()) {
      AdapterWeights foreign = other.prepare(adapter(2, false));

      assertThatThrownBy(
              () -> logits(transformer, new SequenceChunk(cache, new int[] {5}, foreign)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another transformer");
      assertThat(cache.length()).isZero();
    }
  }

  @Test
  void anAdapterTellsItsSize() {
    AdapterWeights adapter = transformer.prepare(headOnly(true));

    assertThat(adapter.rank()).isEqualTo(3);
    long halves = 16L * spec.width() + 16 * 128; // a rank of 3 is filled up
    assertThat(adapter.bytes()).isEqualTo(2 * halves + 4 * 128);
    assertThat(AdapterWeights.NONE.bytes()).isZero();
  }
}
