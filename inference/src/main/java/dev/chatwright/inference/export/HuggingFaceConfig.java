package dev.chatwright.inference.export;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.model.RotaryScaling;
import dev.chatwright.model.RotarySpec;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tokenizer.SpecialTokens;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an architecture as transformers' {@code config.json}.
 *
 * <p>Confined to one thread.
 */
final class HuggingFaceConfig {
  private static final Map<String, String> CLASSES =
      Map.of(
          "llama", "LlamaForCausalLM",
          "mistral", "MistralForCausalLM",
          "qwen2", "Qwen2ForCausalLM",
          "qwen3", "Qwen3ForCausalLM",
          "gemma3", "Gemma3ForCausalLM",
          "phi3", "Phi3ForCausalLM",
          "gpt2", "GPT2LMHeadModel");

  /** What has the same window in every layer. */
  private static final Set<String> HAVE_ONE_WINDOW = Set.of("mistral", "phi3");

  private final ArchSpec spec;
  private final ObjectNode node = JsonMapper.shared().createObjectNode();

  private HuggingFaceConfig(ArchSpec spec) {
    this.spec = spec;
  }

  /**
   * Returns the file's content.
   *
   * @param tied whether the head is the embedding again
   * @param attentionBias whether queries, keys and values have a bias
   * @throws ExportException if transformers' settings for it are not known here
   */
  static ObjectNode of(
      ArchSpec spec, boolean tied, boolean attentionBias, SpecialTokens tokens, ElementType type)
      throws ExportException {
    String name = CLASSES.get(spec.architecture());
    if (name == null) {
      throw new ExportException(
          "a %s model cannot be written as a Hugging Face folder yet, only %s"
              .formatted(
                  spec.architecture(),
                  CLASSES.keySet().stream().sorted().collect(Collectors.joining(", "))));
    }
    HuggingFaceConfig config = new HuggingFaceConfig(spec);
    config.node.putArray("architectures").add(name);
    config.node.put("dtype", FolderMerge.dtype(type));
    config.node.put("vocab_size", spec.embedding().vocabularySize());
    config.node.put("tie_word_embeddings", tied);
    tokens.begin().ifPresent(id -> config.node.put("bos_token_id", id));
    tokens.end().ifPresent(id -> config.node.put("eos_token_id", id));
    tokens
        .padding()
        .ifPresentOrElse(
            id -> config.node.put("pad_token_id", id),
            // Left out, it is a Phi-3's own, which a smaller vocabulary does not have.
            () -> config.node.putNull("pad_token_id"));
    if (spec.architecture().equals("gpt2")) {
      config.gpt2();
    } else {
      config.gated(attentionBias);
    }
    return config.node;
  }

  private void gpt2() {
    node.put("model_type", "gpt2");
    node.put("n_layer", spec.layers());
    node.put("n_embd", spec.width());
    node.put("n_head", spec.attention().heads());
    node.put("n_positions", spec.contextLength());
    node.put("n_inner", spec.feedForward().width());
    node.put("layer_norm_epsilon", decimal(spec.norms().epsilon()));
    node.put("activation_function", activation());
  }

  private void gated(boolean attentionBias) throws ExportException {
    boolean gemma = spec.architecture().equals("gemma3");
    AttentionSpec attention = spec.attention();
    node.put("model_type", gemma ? "gemma3_text" : spec.architecture());
    node.put("num_hidden_layers", spec.layers());
    node.put("hidden_size", spec.width());
    node.put("intermediate_size", spec.feedForward().width());
    node.put("max_position_embeddings", spec.contextLength());
    node.put("num_attention_heads", attention.heads());
    node.put("num_key_value_heads", attention.keyValueHeads());
    node.put("head_dim", attention.headWidth());
    node.put("rms_norm_eps", decimal(spec.norms().epsilon()));
    node.put("hidden_act", activation());
    if (!spec.architecture().equals("qwen2")) {
      node.put("attention_bias", attentionBias);
    }
    rotary(attention.rotary());
    if (gemma) {
      gemma3();
    } else {
      windows();
    }
  }

  private void rotary(RotarySpec rotary) throws ExportException {
    if (rotary.rotated() != spec.attention().headWidth()
        || !(rotary.scaling() instanceof RotaryScaling.None)) {
      throw new ExportException(
          "this model's rotation (%s) cannot be written in a config.json yet"
              .formatted(rotary.scaling()));
    }
    node.put("rope_theta", rotary.base());
  }

  private void gemma3() {
    AttentionSpec attention = spec.attention();
    node.put("hidden_activation", activation());
    node.put("rope_local_base_freq", attention.localRotary().base());
    double scale = attention.scale();
    node.put("query_pre_attn_scalar", Math.round(1 / (scale * scale)));
    node.putNull("attn_logit_softcapping");
    node.putNull("final_logit_softcapping");
    int window = attention.windows().stream().mapToInt(Integer::intValue).max().orElse(0);
    node.put("sliding_window", window);
    layerTypes(attention.windows());
  }

  private void layerTypes(List<Integer> windows) {
    ArrayNode types = node.putArray("layer_types");
    windows.forEach(window -> types.add(window > 0 ? "sliding_attention" : "full_attention"));
  }

  private void windows() throws ExportException {
    List<Integer> distinct = spec.attention().windows().stream().distinct().toList();
    if (distinct.equals(List.of(0))) {
      node.putNull("sliding_window");
      return;
    }
    if (!HAVE_ONE_WINDOW.contains(spec.architecture()) || distinct.size() != 1) {
      throw new ExportException("this model's attention windows cannot be written yet");
    }
    node.put("sliding_window", distinct.getFirst());
  }

  private String activation() {
    return switch (spec.feedForward().activation()) {
      case SILU -> "silu";
      case GELU -> "gelu";
      case GELU_TANH -> spec.architecture().equals("gpt2") ? "gelu_new" : "gelu_pytorch_tanh";
    };
  }

  /** Returns the decimal number that a float was meant to be: 1e-5 and not 9.999999747378752e-6. */
  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}
