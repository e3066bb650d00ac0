package dev.chatwright.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.model.EmbeddingSpec;
import dev.chatwright.model.FeedForwardSpec;
import dev.chatwright.model.NormSpec;
import dev.chatwright.model.RotaryScaling;
import dev.chatwright.model.RotarySpec;
import dev.chatwright.tensor.Activation;
import java.util.Collections;
import java.util.function.Predicate;

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
  private static final double ROTARY_BASE = 10_000;
  private static final float EPSILON = 1e-5f;

  /** The kinds of models that can be made. */
  public enum Kind {
    /** Learned positions, layer norm, GELU. */
    GPT2,
    /** Rotary positions, RMS norm, SwiGLU. */
    LLAMA
  }

  /** Rejects sizes that do not fit together. */
  public ModelShape {
    if (layers < 1 || heads < 1 || width < 1 || context < 1) {
      throw new IllegalArgumentException(
          "layers, heads, width and context must be at least 1, got %d, %d, %d and %d"
              .formatted(layers, heads, width, context));
    }
    if (width % heads != 0 || (kind == Kind.LLAMA && width / heads % 2 != 0)) {
      throw new IllegalArgumentException(
          "width must be a multiple of %d heads%s, got %d"
              .formatted(heads, kind == Kind.LLAMA ? ", and a head's width even" : "", width));
    }
  }

  /** Returns the architecture for a vocabulary. */
  public ArchSpec architecture(int vocabularySize) {
    boolean gpt2 = kind == Kind.GPT2;
    NormSpec.Kind norm = gpt2 ? NormSpec.Kind.LAYER : NormSpec.Kind.RMS;
    return new ArchSpec(
        gpt2 ? "gpt2" : "llama",
        layers,
        width,
        context,
        new EmbeddingSpec(vocabularySize, 1, gpt2 ? context : 0, 0, false),
        attention(),
        gpt2
            ? new FeedForwardSpec(4 * width, Activation.GELU_TANH, false)
            : new FeedForwardSpec(gatedWidth(), Activation.SILU, true),
        new NormSpec(norm, NormSpec.Placement.BEFORE, EPSILON, 0),
        0);
  }

  /** Returns which of the tensors that a model may have or lack this one has. */
  public Predicate<String> optionalTensors() {
    boolean gpt2 = kind == Kind.GPT2;
    return name ->
        gpt2
            && (name.endsWith("attn_qkv.weight")
                || (biases && name.endsWith(".bias") && !name.equals("token_embd.bias")));
  }

  /** Two thirds of four times the width, in whole vectors: as many weights as without a gate. */
  private int gatedWidth() {
    return Math.ceilDiv(8 * width / 3, 32) * 32;
  }

  private AttentionSpec attention() {
    int headWidth = width / heads;
    RotarySpec rotary =
        kind == Kind.GPT2
            ? RotarySpec.NONE
            : new RotarySpec(headWidth, ROTARY_BASE, true, new RotaryScaling.None());
    return new AttentionSpec(
        heads,
        heads,
        headWidth,
        (float) (1 / Math.sqrt(headWidth)),
        0,
        true,
        kind == Kind.GPT2,
        false,
        Collections.nCopies(layers, 0),
        rotary,
        rotary);
  }
}
