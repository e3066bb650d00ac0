package dev.chatwright.model;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of tensors in Hugging Face checkpoints, and what GGUF calls the same. */
public final class HuggingFaceNames {
  private static final Pattern PREFIX =
      Pattern.compile("^(language_model\\.|model\\.|transformer\\.|bert\\.)*");
  private static final Pattern LAYER =
      Pattern.compile("^(?:layers|h|encoder\\.layer)\\.(\\d{1,4})\\.(.+)\\.(weight|bias)$");
  private static final Pattern OTHER = Pattern.compile("^(.+)\\.(weight|bias)$");

  private static final Map<String, String> OUTSIDE =
      Map.ofEntries(
          Map.entry("embed_tokens", "token_embd"),
          Map.entry("wte", "token_embd"),
          Map.entry("embeddings.word_embeddings", "token_embd"),
          Map.entry("wpe", "position_embd"),
          Map.entry("embeddings.position_embeddings", "position_embd"),
          Map.entry("embeddings.token_type_embeddings", "token_types"),
          Map.entry("embeddings.LayerNorm", "token_embd_norm"),
          Map.entry("norm", "output_norm"),
          Map.entry("ln_f", "output_norm"),
          Map.entry("lm_head", "output"));

  private static final Map<String, String> INSIDE =
      Map.ofEntries(
          Map.entry("self_attn.q_proj", "attn_q"),
          Map.entry("self_attn.k_proj", "attn_k"),
          Map.entry("self_attn.v_proj", "attn_v"),
          Map.entry("self_attn.qkv_proj", "attn_qkv"),
          Map.entry("self_attn.o_proj", "attn_output"),
          Map.entry("self_attn.q_norm", "attn_q_norm"),
          Map.entry("self_attn.k_norm", "attn_k_norm"),
          Map.entry("mlp.gate_proj", "ffn_gate"),
          Map.entry("mlp.up_proj", "ffn_up"),
          Map.entry("mlp.gate_up_proj", "ffn_up"),
          Map.entry("mlp.down_proj", "ffn_down"),
          Map.entry("input_layernorm", "attn_norm"),
          Map.entry("post_attention_layernorm", "ffn_norm"),
          Map.entry("pre_feedforward_layernorm", "ffn_norm"),
          Map.entry("post_feedforward_layernorm", "post_ffw_norm"),
          Map.entry("ln_1", "attn_norm"),
          Map.entry("ln_2", "ffn_norm"),
          Map.entry("attn.c_attn", "attn_qkv"),
          Map.entry("attn.c_proj", "attn_output"),
          Map.entry("mlp.c_fc", "ffn_up"),
          Map.entry("mlp.c_proj", "ffn_down"),
          Map.entry("attention.self.query", "attn_q"),
          Map.entry("attention.self.key", "attn_k"),
          Map.entry("attention.self.value", "attn_v"),
          Map.entry("attention.output.dense", "attn_output"),
          Map.entry("attention.output.LayerNorm", "attn_output_norm"),
          Map.entry("intermediate.dense", "ffn_up"),
          Map.entry("output.dense", "ffn_down"),
          Map.entry("output.LayerNorm", "layer_output_norm"));

  private HuggingFaceNames() {}

  /**
   * Returns GGUF's name, or empty for a tensor that the network does not need, such as a mask.
   *
   * @param spec decides which of a block's norms {@code post_attention_layernorm} is
   */
  public static Optional<String> canonical(ArchSpec spec, String name) {
    String local = PREFIX.matcher(name).replaceFirst("");
    Matcher layer = LAYER.matcher(local);
    if (layer.matches()) {
      return Optional.ofNullable(INSIDE.get(layer.group(2)))
          .map(part -> isAround(spec, layer.group(2)) ? "post_attention_norm" : part)
          .map(part -> "blk." + layer.group(1) + "." + part + "." + layer.group(3));
    }
    Matcher other = OTHER.matcher(local);
    return other.matches()
        ? Optional.ofNullable(OUTSIDE.get(other.group(1))).map(part -> part + "." + other.group(2))
        : Optional.empty();
  }

  private static boolean isAround(ArchSpec spec, String part) {
    return part.equals("post_attention_layernorm")
        && spec.norms().placement() == NormSpec.Placement.AROUND;
  }

  /** Returns whether a weight is stored {@code [inputs, outputs]}, as GPT-2's are. */
  static boolean isTransposed(String name) {
    return Pattern.matches(".*\\.(c_attn|c_proj|c_fc)\\.weight", name);
  }
}
