package dev.chatwright.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.model.EmbeddingSpec;
import dev.chatwright.model.FeedForwardSpec;
import dev.chatwright.model.NormSpec;
import dev.chatwright.model.RotaryScaling;
import dev.chatwright.model.RotarySpec;
import dev.chatwright.model.training.Parameter;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.Activation;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A network that {@code make_training_golden.py} describes; its sizes, weights and batches are
 * those of {@link TinyLlama}.
 */
record TinyModel(ArchSpec spec) {
  private static final int VOCABULARY = 64;
  private static final int WIDTH = 32;
  private static final int INNER = 64;
  private static final float ROOT = (float) Math.sqrt(WIDTH);
  private static final RotarySpec ROTARY = rotary(10_000);

  static Stream<TinyModel> all() {
    return Stream.of(gpt2(), qwen3(), gemma2(), gemma3()).map(TinyModel::new);
  }

  private static RotarySpec rotary(double base) {
    return new RotarySpec(8, base, false, new RotaryScaling.None());
  }

  private static ArchSpec gpt2() {
    return new ArchSpec(
        "gpt2",
        2,
        WIDTH,
        TinyLlama.LENGTH,
        new EmbeddingSpec(VOCABULARY, 1, TinyLlama.LENGTH, 0, false),
        attention(4, 0, false, List.of(0, 0), RotarySpec.NONE, RotarySpec.NONE),
        new FeedForwardSpec(INNER, Activation.GELU_TANH, false),
        new NormSpec(NormSpec.Kind.LAYER, NormSpec.Placement.BEFORE, 1e-5f, 0),
        0);
  }

  private static ArchSpec qwen3() {
    return new ArchSpec(
        "qwen3",
        2,
        WIDTH,
        TinyLlama.LENGTH,
        EmbeddingSpec.ofTokens(VOCABULARY),
        attention(2, 0, true, List.of(0, 0), ROTARY, ROTARY),
        new FeedForwardSpec(INNER, Activation.SILU, true),
        new NormSpec(NormSpec.Kind.RMS, NormSpec.Placement.BEFORE, 1e-5f, 0),
        0);
  }

  private static ArchSpec gemma2() {
    return gemma("gemma2", attention(2, 2, false, List.of(6, 0), ROTARY, ROTARY), 3);
  }

  private static ArchSpec gemma3() {
    return gemma("gemma3", attention(2, 0, true, List.of(6, 0), rotary(1_000_000), ROTARY), 0);
  }

  private static ArchSpec gemma(String name, AttentionSpec attention, float logitSoftCap) {
    return new ArchSpec(
        name,
        2,
        WIDTH,
        TinyLlama.LENGTH,
        new EmbeddingSpec(VOCABULARY, ROOT, 0, 0, false),
        attention,
        new FeedForwardSpec(INNER, Activation.GELU_TANH, true),
        new NormSpec(NormSpec.Kind.RMS, NormSpec.Placement.AROUND, 1e-5f, 0),
        logitSoftCap);
  }

  private static AttentionSpec attention(
      int keyValueHeads,
      float softCap,
      boolean queryKeyNorm,
      List<Integer> windows,
      RotarySpec rotary,
      RotarySpec localRotary) {
    float scale = (float) (1 / Math.sqrt(8));
    return new AttentionSpec(
        4,
        keyValueHeads,
        8,
        scale,
        softCap,
        true,
        false,
        queryKeyNorm,
        windows,
        rotary,
        localRotary);
  }

  /** Returns the weights by formula. */
  Parameters parameters(Arena arena) {
    boolean gpt2 = spec.architecture().equals("gpt2");
    Parameters parameters =
        Parameters.zeros(
            spec,
            name ->
                gpt2
                    ? name.endsWith("attn_qkv.weight") || name.endsWith(".bias")
                    : name.endsWith("ffn_gate.weight"),
            arena);
    List<Parameter> all = parameters.all();
    for (int number = 0; number < all.size(); number++) {
      fill(all.get(number), number);
    }
    return parameters;
  }

  private static void fill(Parameter parameter, int number) {
    Tensor value = parameter.value();
    double middle = parameter.name().endsWith("norm.weight") ? 1 : 0;
    double scale = parameter.isMatrix() ? 0.4 : 0.2;
    for (int i = 0; i < value.rows(); i++) {
      for (int j = 0; j < value.columns(); j++) {
        double sine = Math.sin(0.7 * number + 1.3 * i + 0.37 * j + 0.61 * i * j);
        value.set(i, j, (float) (middle + scale * sine));
      }
    }
  }

  /** Returns what PyTorch computed. */
  JsonNode expected() throws IOException {
    String name = "golden/tiny-%s.json".formatted(spec.architecture());
    try (InputStream in = Objects.requireNonNull(TinyModel.class.getResourceAsStream(name))) {
      return JsonMapper.shared().readTree(in);
    }
  }

  @Override
  public String toString() {
    return spec.architecture();
  }
}
