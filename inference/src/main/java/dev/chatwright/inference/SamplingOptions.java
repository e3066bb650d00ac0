package dev.chatwright.inference;

import java.util.Map;
import java.util.OptionalLong;

/**
 * How the next token is chosen from the model's distribution.
 *
 * <p>The steps apply in this order: penalties, bias, temperature, top-k, typical, top-p, min-p, and
 * the draw. Immutable.
 *
 * @param temperature divides the logits; 0 takes the likeliest token; 0 to {@value
 *     #MAX_TEMPERATURE}
 * @param topK keeps the k likeliest; 0 for all
 * @param topP keeps the likeliest that together reach this probability; above 0, at most 1
 * @param minP keeps those at least this likely relative to the likeliest; 0 to 1
 * @param typicalP keeps those whose surprise is nearest to the expected one, until they together
 *     reach this probability; above 0, at most 1
 * @param repetitionPenalty divides the positive and multiplies the negative logits of tokens in
 *     prompt and reply; above 0; 1 for none
 * @param presencePenalty is subtracted from the logit of each token in the reply; −2 to 2
 * @param frequencyPenalty is subtracted as often as the token is in the reply; −2 to 2
 * @param logitBias is added to the logits of these tokens, each −100 to 100
 * @param seed makes the draws repeatable; empty for other ones each time
 */
public record SamplingOptions(
    float temperature,
    int topK,
    float topP,
    float minP,
    float typicalP,
    float repetitionPenalty,
    float presencePenalty,
    float frequencyPenalty,
    Map<Integer, Float> logitBias,
    OptionalLong seed) {
  /** The highest temperature. */
  public static final float MAX_TEMPERATURE = 100;

  /** The largest repetition penalty. */
  public static final float MAX_REPETITION_PENALTY = 100;

  /** The most tokens with a bias. */
  public static final int MAX_BIASES = 1024;

  /** Draws from the distribution as it is. */
  public static final SamplingOptions DEFAULT =
      new SamplingOptions(1, 0, 1, 0, 1, 1, 0, 0, Map.of(), OptionalLong.empty());

  /** Takes the likeliest token. */
  public static final SamplingOptions GREEDY = DEFAULT.withTemperature(0);

  /** Checks the ranges. */
  public SamplingOptions {
    require("temperature", temperature, 0, MAX_TEMPERATURE);
    if (topK < 0) {
      throw new IllegalArgumentException("top-k must be at least 0, got " + topK);
    }
    requireShare("top-p", topP);
    require("min-p", minP, 0, 1);
    requireShare("typical-p", typicalP);
    require("repetition penalty", repetitionPenalty, Float.MIN_VALUE, MAX_REPETITION_PENALTY);
    require("presence penalty", presencePenalty, -2, 2);
    require("frequency penalty", frequencyPenalty, -2, 2);
    if (logitBias.size() > MAX_BIASES) {
      throw new IllegalArgumentException(
          "at most %d tokens may have a bias, got %d".formatted(MAX_BIASES, logitBias.size()));
    }
    logitBias = Map.copyOf(logitBias);
    logitBias.forEach((token, bias) -> require("bias of token " + token, bias, -100, 100));
  }

  private static void requireShare(String name, float value) {
    if (!(value > 0 && value <= 1)) { // also refuses NaN
      throw new IllegalArgumentException(
          "%s must be above 0 and at most 1, got %s".formatted(name, value));
    }
  }

  private static void require(String name, float value, float least, float most) {
    if (!(value >= least && value <= most)) { // also refuses NaN
      throw new IllegalArgumentException(
          "%s must be %s to %s, got %s".formatted(name, least, most, value));
    }
  }

  /** Returns whether any logit is changed before the choice. */
  boolean changesLogits() {
    return repetitionPenalty != 1
        || presencePenalty != 0
        || frequencyPenalty != 0
        || !logitBias.isEmpty();
  }

  /** Returns these options with another temperature. */
  public SamplingOptions withTemperature(float value) {
    return new SamplingOptions(
        value,
        topK,
        topP,
        minP,
        typicalP,
        repetitionPenalty,
        presencePenalty,
        frequencyPenalty,
        logitBias,
        seed);
  }

  /** Returns these options keeping the {@code value} likeliest tokens. */
  public SamplingOptions withTopK(int value) {
    return new SamplingOptions(
        temperature,
        value,
        topP,
        minP,
        typicalP,
        repetitionPenalty,
        presencePenalty,
        frequencyPenalty,
        logitBias,
        seed);
  }

  /** Returns these options with another top-p. */
  public SamplingOptions withTopP(float value) {
    return new SamplingOptions(
        temperature,
        topK,
        value,
        minP,
        typicalP,
        repetitionPenalty,
        presencePenalty,
        frequencyPenalty,
        logitBias,
        seed);
  }

  /** Returns these options with another min-p. */
  public SamplingOptions withMinP(float value) {
    return new SamplingOptions(
        temperature,
        topK,
        topP,
        value,
        typicalP,
        repetitionPenalty,
        presencePenalty,
        frequencyPenalty,
        logitBias,
        seed);
  }

  /** Returns these options with another typical-p. */
  public SamplingOptions withTypicalP(float value) {
    return new SamplingOptions(
        temperature,
        topK,
        topP,
        minP,
        value,
        repetitionPenalty,
        presencePenalty,
        frequencyPenalty,
        logitBias,
        seed);
  }

  /** Returns these options with another repetition penalty. */
  public SamplingOptions withRepetitionPenalty(float value) {
    return new SamplingOptions(
        temperature,
        topK,
        topP,
        minP,
        typicalP,
        value,
        presencePenalty,
        frequencyPenalty,
        logitBias,
        seed);
  }

  /** Returns these options with another presence penalty. */
  public SamplingOptions withPresencePenalty(float value) {
    return new SamplingOptions(
        temperature,
        topK,
        topP,
        minP,
        typicalP,
        repetitionPenalty,
        value,
        frequencyPenalty,
        logitBias,
        seed);
  }

  /** Returns these options with another frequency penalty. */
  public SamplingOptions withFrequencyPenalty(float value) {
    return new SamplingOptions(
        temperature,
        topK,
        topP,
        minP,
        typicalP,
        repetitionPenalty,
        presencePenalty,
        value,
        logitBias,
        seed);
  }

  /** Returns these options with other biases. */
  public SamplingOptions withLogitBias(Map<Integer, Float> value) {
    return new SamplingOptions(
        temperature,
        topK,
        topP,
        minP,
        typicalP,
        repetitionPenalty,
        presencePenalty,
        frequencyPenalty,
        value,
        seed);
  }

  /** Returns these options with a seed. */
  public SamplingOptions withSeed(long value) {
    return new SamplingOptions(
        temperature,
        topK,
        topP,
        minP,
        typicalP,
        repetitionPenalty,
        presencePenalty,
        frequencyPenalty,
        logitBias,
        OptionalLong.of(value));
  }
}
