package dev.chatwright.model;

import static dev.chatwright.model.TinyModels.logits;
import static dev.chatwright.model.TinyModels.randomTokens;
import static dev.chatwright.testing.TensorDifference.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.PackedKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model with an adapter computes what the same model with merged weights does. */
class LoraAdapterTest {
  private static final double TOLERANCE = 2e-5;
  private static final int RANK = 5;

  private static final List<String> LAYERS =
      List.of(
          "attn_q",
          "attn_k",
          "attn_v",
          "attn_qkv",
          "attn_output",
          "ffn_gate",
          "ffn_up",
          "ffn_down");

  /** Returns a change of every linear layer that a model has, its head included. */
  private static LoraAdapter adapter(GoldenModel golden, boolean magnitude) {
    Random random = new Random(7);
    Map<String, LowRank> changes = new HashMap<>();
    for (int layer = 0; layer < golden.spec().layers(); layer++) {
      for (String name : LAYERS) {
        String weight = "blk." + layer + "." + name + ".weight";
        golden
            .weights()
            .find(weight)
            .ifPresent(tensor -> changes.put(weight, change(tensor, magnitude, random)));
      }
    }
    changes.put("output.weight", change(head(golden), magnitude, random));
    return new LoraAdapter(changes);
  }

  private static Tensor head(GoldenModel golden) {
    return golden
        .weights()
        .find("output.weight")
        .orElseGet(() -> golden.weights().require("token_embd.weight"));
  }

  private static LowRank change(Tensor weight, boolean magnitude, Random random) {
    return new LowRank(
        random(RANK, weight.columns(), random),
        random(weight.rows(), RANK, random),
        0.3f,
        magnitude
            ? Optional.of(random(1, weight.rows(), random).reshaped(Shape.of(weight.rows())))
            : Optional.empty());
  }

  private static Tensor random(int rows, int columns, Random random) {
    Tensor tensor = Tensor.zeros(Shape.of(rows, columns), Arena.ofAuto());
    for (int i = 0; i < rows * columns; i++) {
      tensor.set(i / columns, i % columns, (float) random.nextGaussian() / 4);
    }
    return tensor;
  }

  /** Adds in double precision, row by row as the papers write it. */
  private static Weights merged(GoldenModel golden, LoraAdapter adapter) {
    Map<String, Tensor> merged = new HashMap<>();
    adapter
        .changes()
        .forEach(
            (name, change) ->
                merged.put(
                    name,
                    merged(golden.weights().find(name).orElseGet(() -> head(golden)), change)));
    return name -> Optional.ofNullable(merged.get(name)).or(() -> golden.weights().find(name));
  }

  private static Tensor merged(Tensor weight, LowRank change) {
    Tensor result = Tensor.zeros(Shape.of(weight.rows(), weight.columns()), Arena.ofAuto());
    for (int n = 0; n < weight.rows(); n++) {
      double[] row = new double[weight.columns()];
      double squares = 0;
      for (int k = 0; k < row.length; k++) {
        double sum = 0;
        for (int j = 0; j < change.rank(); j++) {
          sum += (double) change.up().get(n, j) * change.down().get(j, k);
        }
        row[k] = weight.get(n, k) + change.scale() * sum;
        squares += row[k] * row[k];
      }
      double length = Math.sqrt(squares);
      int output = n;
      double factor =
          change.magnitude().map(magnitude -> magnitude.get(0, output) / length).orElse(1.0);
      for (int k = 0; k < row.length; k++) {
        result.set(n, k, (float) (row[k] * factor));
      }
    }
    return result;
  }

  private static Tensor logitsOf(
      GoldenModel golden, LoraAdapter adapter, Kernels kernels, int threads, int... chunks) {
    try (Parallel parallel = new Parallel(threads);
        Transformer transformer =
            new Transformer(golden.spec(), golden.weights(), kernels, parallel)) {
      return logits(transformer, transformer.prepare(adapter), randomTokens(128, 5), chunks);
    }
  }

  static Stream<Arguments> modelsAndKernels() {
    return Stream.of("llama", "gemma3", "phi3", "gpt2", "qwen3")
        .flatMap(
            name ->
                Stream.of(Kernels.scalar(), Kernels.fastest())
                    .distinct()
                    .map(kernels -> Arguments.of(name, Named.of(kernels.description(), kernels))));
  }

  @ParameterizedTest
  @MethodSource("modelsAndKernels")
  void anAdaptedModelIsTheMergedOne(String name, Kernels kernels) {
    GoldenModel golden = GoldenModel.load(name);
    for (boolean magnitude : new boolean[] {false, true}) {
      LoraAdapter adapter = adapter(golden, magnitude);
      Tensor expected;
      try (Parallel parallel = new Parallel(2);
          Transformer transformer =
              new Transformer(golden.spec(), merged(golden, adapter), kernels, parallel)) {
        expected = logits(transformer, randomTokens(128, 5), 128);
      }

      assertClose(logitsOf(golden, adapter, kernels, 2, 128), expected, TOLERANCE);
      assertClose(logitsOf(golden, adapter, kernels, 2, 125, 1, 2), expected, TOLERANCE);
    }
  }

  /** Here only the adapter is rounded: half floats are packed as they are. */
  @ParameterizedTest
  @ValueSource(strings = {"llama", "gemma3", "phi3", "gpt2", "qwen3"})
  void aPackedModelKeepsItsAdapterAsHalfFloats(String name) {
    GoldenModel golden = GoldenModel.load(name);
    PackedKernels products = KernelSelection.current().packed().orElseGet(PackedKernels::scalar);
    for (boolean magnitude : new boolean[] {false, true}) {
      LoraAdapter adapter = adapter(golden, magnitude);
      Tensor floats = ofHalves(golden, adapter, Optional.empty());
      Tensor halves = ofHalves(golden, adapter, Optional.of(products));

      assertClose(halves, floats, 2e-3);
      assertThat(halves.toArray()).isNotEqualTo(floats.toArray());
    }
  }

  /** Returns logits of the model with its matrices rounded to half floats. */
  private static Tensor ofHalves(
      GoldenModel golden, LoraAdapter adapter, Optional<PackedKernels> packed) {
    Weights halves =
        name ->
            golden
                .weights()
                .find(name)
                .map(found -> adapter.find(name).isPresent() ? halves(found) : found);
    try (Parallel parallel = new Parallel(2);
        Transformer transformer =
            new Transformer(
                golden.spec(),
                halves,
                Kernels.fastest(),
                packed,
                parallel,
                KeyValueMemory.FLOATS)) {
      AdapterWeights prepared = transformer.prepare(adapter);
      return logits(transformer, prepared, randomTokens(128, 5), 125, 1, 2);
    }
  }

  private static Tensor halves(Tensor floats) {
    short[] rounded = new short[(int) floats.shape().elements()];
    for (int i = 0; i < rounded.length; i++) {
      float value = floats.get(i / floats.columns(), i % floats.columns());
      rounded[i] = Float.floatToFloat16(value);
    }
    MemorySegment data = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_SHORT, rounded);
    return Tensor.of(ElementType.F16, floats.shape(), data);
  }

  @ParameterizedTest
  @MethodSource("modelsAndKernels")
  void everyNumberOfThreadsGivesTheSameBits(String name, Kernels kernels) {
    GoldenModel golden = GoldenModel.load(name);
    LoraAdapter adapter = adapter(golden, true);
    float[] expected = logitsOf(golden, adapter, kernels, 1, 100, 1, 27).toArray();

    for (int threads : new int[] {2, 3}) {
      assertThat(logitsOf(golden, adapter, kernels, threads, 100, 1, 27).toArray())
          .as("%d threads", threads)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void mergedRowsAreThoseOfDoublePrecision(boolean magnitude) {
    Random random = new Random(3);
    Tensor weight = random(130, 48, random);
    LowRank change = change(weight, magnitude, random);
    Tensor expected = merged(weight, change);

    MergedRows merging = new MergedRows(weight, change, Kernels.fastest(), Arena.ofAuto());

    for (int from = 0; from < 130; from += MergedRows.MAX_ROWS) {
      int to = Math.min(130, from + MergedRows.MAX_ROWS);
      assertClose(merging.rows(from, to), expected.rows(from, to), 1e-6);
    }
  }

  @Test
  void aChangeOfNoLayerIsRefused() {
    GoldenModel golden = GoldenModel.load("llama");
    LowRank change = change(golden.weights().require("token_embd.weight"), false, new Random(1));
    for (String name : List.of("token_embd.weight", "blk.9.attn_q.weight")) {
      assertThatThrownBy(
              () ->
                  logitsOf(golden, new LoraAdapter(Map.of(name, change)), Kernels.scalar(), 1, 128))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void aChangeOfAnotherShapeIsRefusedWithBoth() {
    GoldenModel golden = GoldenModel.load("llama");
    Tensor weight = golden.weights().require("blk.0.attn_q.weight");
    Random random = new Random(1);
    LowRank change =
        new LowRank(
            random(2, weight.columns() + 1, random),
            random(weight.rows(), 2, random),
            1,
            Optional.empty());

    assertThatThrownBy(
            () ->
                logitsOf(
                    golden,
                    new LoraAdapter(Map.of("blk.0.attn_q.weight", change)),
                    Kernels.scalar(),
                    1,
                    128))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("blk.0.attn_q.weight")
        .hasMessageContaining(weight.shape().toString());
  }
}
