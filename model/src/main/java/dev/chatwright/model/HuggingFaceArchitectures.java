package dev.chatwright.model;

import dev.chatwright.tensor.Activation;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads architectures from Hugging Face's {@code config.json}.
 *
 * <p>Families differ in the names of properties; where GPT-2 has its own the others' are used
 * first.
 */
final class HuggingFaceArchitectures {
  private HuggingFaceArchitectures() {}

  static ArchSpec read(ModelProperties properties) {
    String prefix = properties.integer("text_config.hidden_size").isPresent() ? "text_config." : "";
    PropertyReader reader = new PropertyReader(properties, prefix);
    String type = reader.string("model_type").orElseThrow(() -> reader.missing("model_type"));
    Traits traits = Traits.of("model_type", type.replaceFirst("_text$", ""));
    refuseUnsupported(reader);
    int layers = either(reader, "num_hidden_layers", "n_layer");
    int width = either(reader, "hidden_size", "n_embd");
    int context = either(reader, "max_position_embeddings", "n_positions");
    return new ArchSpec(
        traits.name(),
        layers,
        width,
        context,
        embedding(reader, traits, width, context),
        attention(reader, traits, layers, width, context),
        feedForward(reader, traits, width),
        norms(reader, traits),
        reader.floating("final_logit_softcapping", 0));
  }

  private static void refuseUnsupported(PropertyReader reader) {
    if (reader.bool("use_bidirectional_attention", false)) {
      throw new ModelException("use_bidirectional_attention must be false, found true");
    }
    String positions = reader.string("position_embedding_type").orElse("absolute");
    if (!positions.equals("absolute")) {
      throw new ModelException(
          "position_embedding_type must be \"absolute\", found \"%s\"".formatted(positions));
    }
  }

  private static int either(PropertyReader reader, String usual, String gpt2) {
    return reader.has(usual) || !reader.has(gpt2) ? reader.integer(usual) : reader.integer(gpt2);
  }

  private static EmbeddingSpec embedding(
      PropertyReader reader, Traits traits, int width, int context) {
    return new EmbeddingSpec(
        reader.integer("vocab_size"),
        traits.embeddingScale(width),
        traits.learnedPositions() ? context : 0,
        traits.encoder() ? reader.integer("type_vocab_size", 2) : 0,
        traits.encoder());
  }

  private static AttentionSpec attention(
      PropertyReader reader, Traits traits, int layers, int width, int context) {
    int heads =
        ModelException.requireRange(
            "heads", either(reader, "num_attention_heads", "n_head"), 1, Math.max(1, width));
    int headWidth = reader.integer("head_dim", width / heads);
    double scaleWidth = reader.real("query_pre_attn_scalar", headWidth);
    List<Integer> windows = windows(reader, traits, layers);
    RotarySpec rotary = HuggingFaceRotary.global(reader, traits, headWidth, context);
    return new AttentionSpec(
        heads,
        reader.integer("num_key_value_heads", heads),
        headWidth,
        (float) (1 / Math.sqrt(scaleWidth)),
        reader.floating("attn_logit_softcapping", 0),
        !traits.encoder(),
        traits.bias(),
        traits.queryKeyNorm(),
        windows,
        rotary,
        HuggingFaceRotary.local(reader, traits, rotary));
  }

  private static List<Integer> windows(PropertyReader reader, Traits traits, int layers) {
    int window = reader.bool("use_sliding_window", true) ? reader.integer("sliding_window", 0) : 0;
    List<String> types = reader.strings("layer_types").orElse(List.of());
    if (types.isEmpty()) {
      return qwenWindows(reader, traits, layers, window);
    }
    return types.stream().map(type -> window(type, window)).toList();
  }

  private static int window(String type, int window) {
    return switch (type) {
      case "full_attention" -> 0;
      case "sliding_attention" -> window;
      default ->
          throw Architectures.unknown(
              "layer_types", type, List.of("full_attention", "sliding_attention"));
    };
  }

  /** Qwen's layers have a window only from {@code max_window_layers} on, and only if asked to. */
  private static List<Integer> qwenWindows(
      PropertyReader reader, Traits traits, int layers, int window) {
    if (!traits.name().startsWith("qwen")) {
      int every = reader.integer("sliding_window_pattern", traits.globalEvery());
      return Windows.pattern(layers, window, every);
    }
    int used = reader.bool("use_sliding_window", false) ? window : 0;
    int full = reader.integer("max_window_layers", layers);
    List<Integer> all = Windows.everywhere(layers, used);
    return IntStream.range(0, layers).mapToObj(layer -> layer < full ? 0 : all.get(layer)).toList();
  }

  private static FeedForwardSpec feedForward(PropertyReader reader, Traits traits, int width) {
    int inner =
        reader.has("intermediate_size")
            ? reader.integer("intermediate_size")
            : reader.integer("n_inner", Math.multiplyExact(4, Math.min(width, 1 << 20)));
    return new FeedForwardSpec(inner, activation(reader, traits), traits.gated());
  }

  private static Activation activation(PropertyReader reader, Traits traits) {
    String name =
        reader
            .string("hidden_activation")
            .or(() -> reader.string("hidden_act"))
            .or(() -> reader.string("activation_function"))
            .orElse("");
    return switch (name) {
      case "" -> traits.activation();
      case "silu", "swish" -> Activation.SILU;
      // Gemma's first files say "gelu" and mean its approximation.
      case "gelu" ->
          traits.activation() == Activation.GELU_TANH && traits.gated()
              ? Activation.GELU_TANH
              : Activation.GELU;
      case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> Activation.GELU_TANH;
      default ->
          throw Architectures.unknown(
              "activation", name, List.of("silu", "gelu", "gelu_new", "gelu_pytorch_tanh"));
    };
  }

  private static NormSpec norms(PropertyReader reader, Traits traits) {
    float epsilon =
        traits.norm() == NormSpec.Kind.RMS
            ? reader.floating("rms_norm_eps", 1e-6)
            : reader.floating("layer_norm_eps", reader.floating("layer_norm_epsilon", 1e-5));
    float offset = traits.name().startsWith("gemma") ? 1 : 0;
    return new NormSpec(traits.norm(), traits.placement(), epsilon, offset);
  }
}
