package dev.chatwright.model;

import static dev.chatwright.testing.TensorDifference.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A model as GGUF stores it computes what the Hugging Face checkpoint does. */
class GgufNamingTest {
  private static final Arena ARENA = Arena.ofAuto();

  @Test
  void llamaWithPermutedRowsIsTheSameModel() {
    GoldenModel golden = GoldenModel.load("llama");
    Map<String, Tensor> weights = canonical(golden);
    weights.replaceAll((name, tensor) -> isRotated(name) ? permuted(tensor, 8) : tensor);

    ArchSpec spec = Architectures.fromGguf(llamaMetadata());

    assertThat(spec.attention().rotary().interleaved()).isTrue();
    assertSameLogits(golden, spec, weights);
  }

  @Test
  void llama3FactorsComeFromTheirTensor() {
    GoldenModel golden = GoldenModel.load("llama3");
    Map<String, Tensor> weights = canonical(golden);
    weights.replaceAll((name, tensor) -> isRotated(name) ? permuted(tensor, 8) : tensor);
    // base^(-2i/8) turns 64·angle/2π times in the original context: 10.2, 1.02, 0.102, 0.0102.
    float second = 1 / (1 / 8f + 7 / 8f * (float) ((64 * 0.1 / (2 * Math.PI) - 1) / 3));
    weights.put(
        "rope_freqs.weight", Tensor.copyOf(new float[] {1, second, 8, 8}, Shape.of(4), ARENA));

    assertSameLogits(golden, Architectures.fromGguf(llamaMetadata()), weights);
  }

  @Test
  void gemma3HasItsNormsShiftedAndItsPatternImplied() {
    GoldenModel golden = GoldenModel.load("gemma3");
    Map<String, Tensor> weights = canonical(golden);
    weights.replaceAll((name, tensor) -> name.contains("norm") ? plusOne(tensor) : tensor);
    MapProperties metadata =
        new MapProperties(
            Map.ofEntries(
                Map.entry("general.architecture", "gemma3"),
                Map.entry("gemma3.block_count", 7),
                Map.entry("gemma3.embedding_length", 32),
                Map.entry("gemma3.context_length", 128),
                Map.entry("gemma3.feed_forward_length", 16),
                Map.entry("gemma3.attention.head_count", 4),
                Map.entry("gemma3.attention.head_count_kv", 2),
                Map.entry("gemma3.attention.key_length", 16),
                Map.entry("gemma3.attention.scale", 1 / Math.sqrt(24)),
                Map.entry("gemma3.attention.sliding_window", 8),
                Map.entry("gemma3.attention.layer_norm_rms_epsilon", 1e-6),
                Map.entry("gemma3.rope.freq_base", 1e6),
                Map.entry("gemma3.rope.scaling.type", "linear"),
                Map.entry("gemma3.rope.scaling.factor", 2.0),
                Map.entry("gemma3.vocab_size", 128)));

    assertSameLogits(golden, Architectures.fromGguf(metadata), weights);
  }

  @Test
  void phi3KeepsFusedTensorsAndItsFactorsAsTensors() {
    GoldenModel golden = GoldenModel.load("phi3-longrope");
    Map<String, Tensor> weights = canonical(golden);
    weights.put("rope_factors_short.weight", vector(1, 1.05f, 1.1f, 1.15f));
    weights.put("rope_factors_long.weight", vector(1.5f, 2, 2.5f, 3));
    MapProperties metadata =
        metadata("phi3")
            .with("phi3.rope.scaling.original_context_length", 32)
            .with("phi3.rope.scaling.attn_factor", Math.sqrt(1 + Math.log(4) / Math.log(32)))
            .with("phi3.attention.layer_norm_rms_epsilon", 1e-5);

    assertSameLogits(golden, Architectures.fromGguf(metadata), weights);
  }

  private static MapProperties llamaMetadata() {
    return metadata("llama");
  }

  private static MapProperties metadata(String architecture) {
    return new MapProperties(
        Map.ofEntries(
            Map.entry("general.architecture", architecture),
            Map.entry(architecture + ".block_count", 2),
            Map.entry(architecture + ".embedding_length", 32),
            Map.entry(architecture + ".context_length", 128),
            Map.entry(architecture + ".feed_forward_length", 48),
            Map.entry(architecture + ".attention.head_count", 4),
            Map.entry(architecture + ".attention.head_count_kv", 2),
            Map.entry(architecture + ".attention.layer_norm_rms_epsilon", 1e-6),
            Map.entry(architecture + ".vocab_size", 128)));
  }

  private static void assertSameLogits(
      GoldenModel golden, ArchSpec spec, Map<String, Tensor> weights) {
    try (Parallel parallel = new Parallel(1);
        Transformer transformer =
            new Transformer(spec, Weights.of(weights), Kernels.fastest(), parallel)) {
      Tensor logits = TinyModels.logits(transformer, golden.tokenIds(), golden.tokenIds().length);

      assertClose(logits, golden.expected(), 2e-5);
    }
  }

  private static Map<String, Tensor> canonical(GoldenModel golden) {
    Map<String, Tensor> byName = new HashMap<>();
    golden
        .tensors()
        .forEach(
            (name, tensor) ->
                HuggingFaceNames.canonical(golden.spec(), name)
                    .ifPresent(canonical -> byName.put(canonical, tensor)));
    return byName;
  }

  private static boolean isRotated(String name) {
    return List.of("attn_q", "attn_k").stream().anyMatch(part -> name.endsWith(part + ".weight"));
  }

  /** Moves row {@code i + D/2} of each head behind row i, as the converter to GGUF does. */
  private static Tensor permuted(Tensor tensor, int headWidth) {
    Tensor result = Tensor.zeros(tensor.shape(), ARENA);
    int half = headWidth / 2;
    for (int row = 0; row < tensor.rows(); row++) {
      int head = row / headWidth * headWidth;
      int inHead = row % headWidth;
      int target = head + 2 * (inHead % half) + inHead / half;
      result.rows(target, target + 1).data().copyFrom(tensor.rows(row, row + 1).data());
    }
    return result;
  }

  private static Tensor plusOne(Tensor tensor) {
    float[] values = tensor.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i]++;
    }
    return Tensor.copyOf(values, tensor.shape(), ARENA);
  }

  private static Tensor vector(float... values) {
    return Tensor.copyOf(values, Shape.of(values.length), ARENA);
  }
}
