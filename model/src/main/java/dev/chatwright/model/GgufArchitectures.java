package dev.chatwright.model;

import java.util.List;
import java.util.Optional;

/**
 * Reads architectures from GGUF metadata.
 *
 * <p>What the metadata leaves to the name of the architecture is in {@link Traits}.
 */
final class GgufArchitectures {
  /** Layers of the two 27B models, which scale attention by another width than their siblings. */
  private static final int GEMMA2_27B_LAYERS = 46;

  private static final int GEMMA3_27B_LAYERS = 62;

  private GgufArchitectures() {}

  static ArchSpec read(ModelProperties properties) {
    String architecture =
        properties
            .string("general.architecture")
            .orElseThrow(() -> new ModelException("property \"general.architecture\" is missing"));
    Traits traits = Traits.of("general.architecture", architecture);
    PropertyReader reader = new PropertyReader(properties, architecture + ".");
    int layers = reader.integer("block_count");
    int width = reader.integer("embedding_length");
    int context = reader.integer("context_length");
    return new ArchSpec(
        architecture,
        layers,
        width,
        context,
        embedding(reader, traits, width, context),
        attention(reader, traits, layers, width, context),
        new FeedForwardSpec(
            reader.integer("feed_forward_length"), traits.activation(), traits.gated()),
        norms(reader, traits),
        reader.floating("final_logit_softcapping", architecture.equals("gemma2") ? 30 : 0));
  }

  private static EmbeddingSpec embedding(
      PropertyReader reader, Traits traits, int width, int context) {
    return new EmbeddingSpec(
        vocabularySize(reader),
        traits.embeddingScale(width),
        traits.learnedPositions() ? context : 0,
        traits.encoder() ? reader.integer("token_type_count", 2) : 0,
        traits.encoder());
  }

  private static int vocabularySize(PropertyReader reader) {
    Optional<List<String>> tokens = reader.properties().strings("tokenizer.ggml.tokens");
    return tokens.isPresent() ? tokens.get().size() : reader.integer("vocab_size");
  }

  private static AttentionSpec attention(
      PropertyReader reader, Traits traits, int layers, int width, int context) {
    int heads =
        ModelException.requireRange("heads", reader.integer("attention.head_count"), 1, width);
    int headWidth = reader.integer("attention.key_length", width / heads);
    int valueWidth = reader.integer("attention.value_length", headWidth);
    if (valueWidth != headWidth) {
      throw new ModelException(
          "values must be as wide as keys (%d), found %d".formatted(headWidth, valueWidth));
    }
    RotarySpec rotary = rotary(reader, traits, headWidth, context);
    return new AttentionSpec(
        heads,
        reader.integer("attention.head_count_kv", heads),
        headWidth,
        reader.floating(
            "attention.scale", 1 / Math.sqrt(scaleWidth(traits, layers, width, heads, headWidth))),
        reader.floating("attn_logit_softcapping", traits.is("gemma2") ? 50 : 0),
        reader.bool("attention.causal", !traits.encoder()),
        traits.bias(),
        traits.queryKeyNorm(),
        windows(reader, traits, layers),
        rotary,
        localRotary(reader, traits, rotary));
  }

  private static double scaleWidth(Traits traits, int layers, int width, int heads, int headWidth) {
    boolean large =
        (traits.is("gemma2") && layers == GEMMA2_27B_LAYERS)
            || (traits.is("gemma3") && layers == GEMMA3_27B_LAYERS);
    return large ? (double) width / heads : headWidth;
  }

  private static List<Integer> windows(PropertyReader reader, Traits traits, int layers) {
    int every = reader.integer("attention.sliding_window_pattern", traits.globalEvery());
    return Windows.pattern(layers, reader.integer("attention.sliding_window", 0), every);
  }

  private static RotarySpec rotary(
      PropertyReader reader, Traits traits, int headWidth, int context) {
    if (traits.learnedPositions()) {
      return RotarySpec.NONE;
    }
    return new RotarySpec(
        reader.integer("rope.dimension_count", headWidth),
        reader.floating("rope.freq_base", 10_000),
        traits.interleavedInGguf(),
        scaling(reader, context));
  }

  private static RotarySpec localRotary(PropertyReader reader, Traits traits, RotarySpec rotary) {
    if (!traits.is("gemma3")) {
      return rotary;
    }
    double base = reader.floating("rope.freq_base_swa", 10_000);
    return new RotarySpec(rotary.rotated(), base, rotary.interleaved(), new RotaryScaling.None());
  }

  private static RotaryScaling scaling(PropertyReader reader, int context) {
    String none = reader.hasNumber("rope.scale_linear") ? "linear" : "none";
    String kind = reader.string("rope.scaling.type").orElse(none);
    double factor = reader.real("rope.scaling.factor", reader.real("rope.scale_linear", 1));
    int original = reader.integer("rope.scaling.original_context_length", context);
    return switch (kind) {
      case "none" -> longRopeIfOriginal(reader, context);
      case "linear" -> new RotaryScaling.Linear(factor);
      case "yarn" ->
          new RotaryScaling.Yarn(
              factor,
              original,
              reader.real("rope.scaling.yarn_beta_fast", 32),
              reader.real("rope.scaling.yarn_beta_slow", 1),
              RotaryMagnitude.yarn(factor) * reader.real("rope.scaling.attn_factor", 1));
      case "longrope" -> longRope(reader, original);
      default ->
          throw Architectures.unknown(
              reader.prefix() + "rope.scaling.type",
              kind,
              List.of("none", "linear", "yarn", "longrope"));
    };
  }

  /** Phi-3's files name no scaling, and mean LongRoPE if they hold an attention factor. */
  private static RotaryScaling longRopeIfOriginal(PropertyReader reader, int context) {
    boolean scaled = reader.hasNumber("rope.scaling.attn_factor");
    return scaled
        ? longRope(reader, reader.integer("rope.scaling.original_context_length", context))
        : new RotaryScaling.None();
  }

  private static RotaryScaling longRope(PropertyReader reader, int original) {
    return new RotaryScaling.LongRope(
        List.of(), List.of(), original, reader.real("rope.scaling.attn_factor", 1));
  }

  private static NormSpec norms(PropertyReader reader, Traits traits) {
    float epsilon =
        traits.norm() == NormSpec.Kind.RMS
            ? reader.floating("attention.layer_norm_rms_epsilon")
            : reader.floating("attention.layer_norm_epsilon");
    return new NormSpec(traits.norm(), traits.placement(), epsilon, 0);
  }
}
