package dev.chatwright.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Architectures;
import dev.chatwright.model.ModelSizes;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The sizes from which a new model is made; the rest is what its kind usually has.
 *
 * <p>Immutable.
 *
 * @param kind which formulas
 * @param layers how many blocks
 * @param heads how many heads of attention; divides {@code width}
 * @param width C
 * @param context the longest sequence
 * @param biases whether GPT-2's norms and products have biases
 */
public record ModelShape(Kind kind, int layers, int heads, int width, int context, boolean biases) {
  private static final Pattern QUERY_KEY_VALUE_BIAS = Pattern.compile(".*\\.attn_[qkv]\\.bias");

  /** The kinds of models that can be made. */
  public enum Kind {
    /** Learned positions, layer norm, GELU. */
    GPT2,
    /** Rotary positions, RMS norm, SwiGLU. */
    LLAMA,
    /** The same, with biases of queries, keys and values. */
    QWEN2,
    /** The same as a llama, with norms of queries and keys. */
    QWEN3,
    /**
     * Norms before and after attention and feed-forward, and of queries and keys; GEGLU; windows of
     * half the context but for every sixth layer.
     */
    GEMMA3,
    /**
     * The same as a llama, with one product for queries, keys and values, and one for both halves.
     */
    PHI3;

    /** Returns the architecture's name in recipes and files. */
    public String architecture() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Rejects sizes that do not fit together. */
  public ModelShape {
    if (layers < 1 || heads < 1 || width < 1 || context < 1) {
      throw new IllegalArgumentException(
          "layers, heads, width and context must be at least 1, got %d, %d, %d and %d"
              .formatted(layers, heads, width, context));
    }
    if (width % heads != 0 || (kind != Kind.GPT2 && width / heads % 2 != 0)) {
      throw new IllegalArgumentException(
          "width must be a multiple of %d heads%s, got %d"
              .formatted(heads, kind == Kind.GPT2 ? "" : ", and a head's width even", width));
    }
  }

  /** Returns the architecture for a vocabulary. */
  public ArchSpec architecture(int vocabularySize) {
    int inner = kind == Kind.GPT2 ? 4 * width : gatedWidth();
    int window = Math.ceilDiv(context, 2);
    return Architectures.ofSizes(
        kind.architecture(),
        new ModelSizes(vocabularySize, layers, heads, width, inner, context, window));
  }

  /** Returns which of the tensors that a model may have or lack this one has. */
  public Predicate<String> optionalTensors() {
    return switch (kind) {
      case GPT2 ->
          name ->
              name.endsWith("attn_qkv.weight")
                  || (biases && name.endsWith(".bias") && !name.equals("token_embd.bias"));
      case LLAMA, QWEN3, GEMMA3 -> ModelShape::isGate;
      case QWEN2 -> name -> isGate(name) || QUERY_KEY_VALUE_BIAS.matcher(name).matches();
      case PHI3 -> name -> name.endsWith("attn_qkv.weight");
    };
  }

  private static boolean isGate(String name) {
    return name.endsWith("ffn_gate.weight");
  }

  /** Two thirds of four times the width, in whole vectors: as many weights as without a gate. */
  private int gatedWidth() {
    return Math.ceilDiv(8 * width / 3, 32) * 32;
  }
}
