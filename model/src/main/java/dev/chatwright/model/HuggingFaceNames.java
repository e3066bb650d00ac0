package dev.chatwright.model;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

  private static final Pattern CANONICAL_LAYER =
      Pattern.compile("^blk\\.(\\d{1,4})\\.(\\w+)\\.(weight|bias)$");

  private static final Map<String, String> OUTSIDE_OF_OTHERS =
      Map.of("token_embd", "embed_tokens", "output_norm", "norm", "output", "lm_head");

  private static final Map<String, String> OUTSIDE_OF_GPT2 =
      Map.of(
          "token_embd", "wte", "position_embd", "wpe", "output_norm", "ln_f", "output", "lm_head");

  private static final Map<String, String> INSIDE_OTHERS =
      Map.ofEntries(
          Map.entry("attn_q", "self_attn.q_proj"),
          Map.entry("attn_k", "self_attn.k_proj"),
          Map.entry("attn_v", "self_attn.v_proj"),
          Map.entry("attn_qkv", "self_attn.qkv_proj"),
          Map.entry("attn_output", "self_attn.o_proj"),
          Map.entry("attn_q_norm", "self_attn.q_norm"),
          Map.entry("attn_k_norm", "self_attn.k_norm"),
          Map.entry("ffn_gate", "mlp.gate_proj"),
          Map.entry("ffn_up", "mlp.up_proj"),
          Map.entry("ffn_down", "mlp.down_proj"),
          Map.entry("attn_norm", "input_layernorm"),
          Map.entry("ffn_norm", "post_attention_layernorm"),
          Map.entry("post_attention_norm", "post_attention_layernorm"),
          Map.entry("post_ffw_norm", "post_feedforward_layernorm"));

  private static final Map<String, String> INSIDE_GPT2 =
      Map.of(
          "attn_norm", "ln_1",
          "ffn_norm", "ln_2",
          "attn_qkv", "attn.c_attn",
          "attn_output", "attn.c_proj",
          "ffn_up", "mlp.c_fc",
          "ffn_down", "mlp.c_proj");

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

  /**
   * Returns the name that Hugging Face's own code gives a tensor of a language model.
   *
   * @param canonical GGUF's name
   * @return empty for one that these models do not have
   */
  public static Optional<String> original(ArchSpec spec, String canonical) {
    boolean gpt2 = spec.architecture().equals("gpt2");
    String prefix = gpt2 ? "transformer." : "model.";
    Matcher layer = CANONICAL_LAYER.matcher(canonical);
    if (layer.matches()) {
      String layers = prefix + (gpt2 ? "h." : "layers.");
      return Optional.ofNullable(insideName(spec, layer.group(2)))
          .map(part -> layers + layer.group(1) + "." + part + "." + layer.group(3));
    }
    Matcher other = OTHER.matcher(canonical);
    if (!other.matches()) {
      return Optional.empty();
    }
    String name = (gpt2 ? OUTSIDE_OF_GPT2 : OUTSIDE_OF_OTHERS).get(other.group(1));
    return Optional.ofNullable(name)
        .map(part -> (part.equals("lm_head") ? "" : prefix) + part + "." + other.group(2));
  }

  private static @Nullable String insideName(ArchSpec spec, String part) {
    if (spec.architecture().equals("gpt2")) {
      return INSIDE_GPT2.get(part);
    }
    if (part.equals("ffn_norm") && spec.norms().placement() == NormSpec.Placement.AROUND) {
      return "pre_feedforward_layernorm";
    }
    if (part.equals("ffn_up") && spec.architecture().equals("phi3")) {
      return "mlp.gate_up_proj";
    }
    return INSIDE_OTHERS.get(part);
  }

  private static boolean isAround(ArchSpec spec, String part) {
    return part.equals("post_attention_layernorm")
        && spec.norms().placement() == NormSpec.Placement.AROUND;
  }

  /** Returns whether a weight is stored {@code [inputs, outputs]}, as GPT-2's are. */
  public static boolean isTransposed(String name) {
    return Pattern.matches(".*\\.(c_attn|c_proj|c_fc)\\.weight", name);
  }
}
