package dev.chatwright.inference;

import dev.chatwright.model.ModelProperties;

/**
 * How the makers of a model recommend to sample from it, as its files say.
 *
 * <p>A value that is absent or out of range is the usual one: a recommendation keeps no model from
 * being used. Immutable.
 *
 * @param properties what the files say
 * @param temperature the key of the temperature
 * @param prefix of the keys of the truncation
 * @param repetitionPenalty the key of the repetition penalty
 */
record RecommendedSampling(
    ModelProperties properties, String temperature, String prefix, String repetitionPenalty) {

  /** Returns what a {@code generation_config.json} says; nothing if it asks not to sample. */
  static SamplingOptions ofGenerationConfig(ModelProperties config) {
    boolean samples = config.bool("do_sample").orElse(true);
    return samples
        ? new RecommendedSampling(config, "temperature", "", "repetition_penalty").options()
        : SamplingOptions.DEFAULT;
  }

  /** Returns what the keys say that llama.cpp's converter writes. */
  static SamplingOptions ofGguf(ModelProperties metadata) {
    String prefix = "general.sampling.";
    return new RecommendedSampling(metadata, prefix + "temp", prefix, prefix + "penalty_repeat")
        .options();
  }

  private SamplingOptions options() {
    Truncation truncation =
        Truncation.NONE
            .withTopK((int) number(prefix + "top_k", 0, Integer.MAX_VALUE, 0))
            .withTopP((float) number(prefix + "top_p", 1e-6, 1, 1))
            .withMinP((float) number(prefix + "min_p", 0, 1, 0));
    double penalty =
        number(
            repetitionPenalty,
            LogitAdjustments.MIN_REPETITION_PENALTY,
            LogitAdjustments.MAX_REPETITION_PENALTY,
            1);
    return SamplingOptions.DEFAULT
        .withTemperature((float) number(temperature, 0, SamplingOptions.MAX_TEMPERATURE, 1))
        .withTruncation(truncation)
        .withAdjustments(LogitAdjustments.NONE.withRepetitionPenalty((float) penalty));
  }

  private double number(String key, double least, double most, double usual) {
    double value =
        key.endsWith("top_k")
            ? properties.integer(key).orElse(0)
            : properties.floating(key).orElse(usual);
    return value >= least && value <= most ? value : usual;
  }
}
