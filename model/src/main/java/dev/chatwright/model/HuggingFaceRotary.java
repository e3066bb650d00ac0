package dev.chatwright.model;

import java.util.List;

/**
 * Reads rotations from Hugging Face's {@code config.json}.
 *
 * <p>Newer files have one object {@code rope_parameters}, or one for each kind of layer in it;
 * older ones {@code rope_theta} beside {@code rope_scaling}.
 */
final class HuggingFaceRotary {
  private HuggingFaceRotary() {}

  static RotarySpec global(PropertyReader reader, Traits traits, int headWidth, int context) {
    if (traits.learnedPositions()) {
      return RotarySpec.NONE;
    }
    PropertyReader scaling = scaling(reader);
    double base = scaling.real("rope_theta", reader.real("rope_theta", 10_000));
    double part = scaling.real("partial_rotary_factor", reader.real("partial_rotary_factor", 1));
    return new RotarySpec((int) (headWidth * part), base, false, read(scaling, reader, context));
  }

  /** Returns the rotation of layers with a window; only Gemma 3 gives them one of their own. */
  static RotarySpec local(PropertyReader reader, Traits traits, RotarySpec global) {
    if (!traits.is("gemma3")) {
      return global;
    }
    PropertyReader own = reader.under("rope_parameters.sliding_attention.");
    double base = own.real("rope_theta", reader.real("rope_local_base_freq", 10_000));
    return new RotarySpec(global.rotated(), base, false, new RotaryScaling.None());
  }

  private static PropertyReader scaling(PropertyReader reader) {
    for (String place : List.of("rope_parameters.full_attention.", "rope_parameters.")) {
      if (reader.hasNumber(place + "rope_theta")) {
        return reader.under(place);
      }
    }
    return reader.under("rope_scaling.");
  }

  private static RotaryScaling read(PropertyReader scaling, PropertyReader model, int context) {
    String kind = scaling.string("rope_type").or(() -> scaling.string("type")).orElse("default");
    int original =
        scaling.integer(
            "original_max_position_embeddings",
            model.integer("original_max_position_embeddings", context));
    return switch (kind) {
      case "default" -> new RotaryScaling.None();
      case "linear" -> new RotaryScaling.Linear(scaling.floating("factor"));
      case "llama3" ->
          new RotaryScaling.Llama3(
              scaling.floating("factor"),
              scaling.floating("low_freq_factor"),
              scaling.floating("high_freq_factor"),
              original);
      case "yarn" -> yarn(scaling, original);
      case "longrope", "su" -> longRope(scaling, original, context);
      default ->
          throw Architectures.unknown(
              scaling.prefix() + "rope_type",
              kind,
              List.of("default", "linear", "llama3", "yarn", "longrope"));
    };
  }

  private static RotaryScaling yarn(PropertyReader scaling, int original) {
    double factor = scaling.floating("factor");
    return new RotaryScaling.Yarn(
        factor,
        original,
        scaling.real("beta_fast", 32),
        scaling.real("beta_slow", 1),
        scaling.real("attention_factor", RotaryMagnitude.yarn(factor)));
  }

  private static RotaryScaling longRope(PropertyReader scaling, int original, int context) {
    double stretched = scaling.real("factor", (double) context / original);
    return new RotaryScaling.LongRope(
        scaling.floats("short_factor"),
        scaling.floats("long_factor"),
        original,
        scaling.real("attention_factor", RotaryMagnitude.longRope(stretched, original)));
  }
}
