package dev.chatwright.inference;

import java.util.Map;

/**
 * What makes tokens more or less likely than the model does.
 *
 * <p>Immutable.
 *
 * @param repetitionPenalty divides the positive and multiplies the negative logits of tokens in
 *     prompt and reply; above 0; 1 for none
 * @param presencePenalty is subtracted from the logit of each token in the reply; −2 to 2
 * @param frequencyPenalty is subtracted as often as the token is in the reply; −2 to 2
 * @param dry what tokens lose that would carry on a sequence again
 * @param logitBias is added to the logits of these tokens, each −100 to 100
 */
public record LogitAdjustments(
    float repetitionPenalty,
    float presencePenalty,
    float frequencyPenalty,
    Dry dry,
    Map<Integer, Float> logitBias) {
  /** The least repetition penalty. */
  public static final float MIN_REPETITION_PENALTY = 0.01f;

  /** The largest repetition penalty. */
  public static final float MAX_REPETITION_PENALTY = 100;

  /** The most tokens with a bias. */
  public static final int MAX_BIASES = 1024;

  /** Leaves the logits as they are. */
  public static final LogitAdjustments NONE = new LogitAdjustments(1, 0, 0, Dry.OFF, Map.of());

  /** Checks the ranges and copies. */
  public LogitAdjustments {
    OptionRange.require(
        "repetition penalty", repetitionPenalty, MIN_REPETITION_PENALTY, MAX_REPETITION_PENALTY);
    OptionRange.require("presence penalty", presencePenalty, -2, 2);
    OptionRange.require("frequency penalty", frequencyPenalty, -2, 2);
    if (logitBias.size() > MAX_BIASES) {
      throw new IllegalArgumentException(
          "at most %d tokens may have a bias, got %d".formatted(MAX_BIASES, logitBias.size()));
    }
    logitBias = Map.copyOf(logitBias);
    logitBias.forEach(
        (token, bias) -> OptionRange.require("bias of token " + token, bias, -100, 100));
  }

  /** Returns these with another repetition penalty. */
  public LogitAdjustments withRepetitionPenalty(float value) {
    return new LogitAdjustments(value, presencePenalty, frequencyPenalty, dry, logitBias);
  }

  /** Returns these with another presence penalty. */
  public LogitAdjustments withPresencePenalty(float value) {
    return new LogitAdjustments(repetitionPenalty, value, frequencyPenalty, dry, logitBias);
  }

  /** Returns these with another frequency penalty. */
  public LogitAdjustments withFrequencyPenalty(float value) {
    return new LogitAdjustments(repetitionPenalty, presencePenalty, value, dry, logitBias);
  }

  /** Returns these with other biases. */
  public LogitAdjustments withLogitBias(Map<Integer, Float> value) {
    return new LogitAdjustments(repetitionPenalty, presencePenalty, frequencyPenalty, dry, value);
  }

  /** Returns these with sequences repeated otherwise. */
  public LogitAdjustments withDry(Dry value) {
    return new LogitAdjustments(
        repetitionPenalty, presencePenalty, frequencyPenalty, value, logitBias);
  }
}
