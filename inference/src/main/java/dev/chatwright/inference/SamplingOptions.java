package dev.chatwright.inference;

import java.util.OptionalLong;

/**
 * How the next token is chosen from the model's distribution.
 *
 * <p>The adjustments, the temperature and the truncation apply in the order given, then the draw.
 * Immutable.
 *
 * @param temperature divides the logits; 0 takes the likeliest token; 0 to {@value
 *     #MAX_TEMPERATURE}
 * @param dynamic how the temperature follows the model's certainty; a temperature of 0 stays 0
 * @param truncation which tokens may be drawn
 * @param mirostat what takes the truncation's place, if anything does
 * @param adjustments what changes the logits first
 * @param order in which the steps apply
 * @param seed makes the draws repeatable; empty for other ones each time
 */
public record SamplingOptions(
    float temperature,
    DynamicTemperature dynamic,
    Truncation truncation,
    Mirostat mirostat,
    LogitAdjustments adjustments,
    SamplingOrder order,
    OptionalLong seed) {
  /** The highest temperature. */
  public static final float MAX_TEMPERATURE = 100;

  /** Draws from the distribution as it is. */
  public static final SamplingOptions DEFAULT =
      new SamplingOptions(
          1,
          DynamicTemperature.OFF,
          Truncation.NONE,
          Mirostat.OFF,
          LogitAdjustments.NONE,
          SamplingOrder.DEFAULT,
          OptionalLong.empty());

  /** Takes the likeliest token. */
  public static final SamplingOptions GREEDY = DEFAULT.withTemperature(0);

  /** Checks the temperature. */
  public SamplingOptions {
    OptionRange.require("temperature", temperature, 0, MAX_TEMPERATURE);
  }

  /** Returns these options with another temperature. */
  public SamplingOptions withTemperature(float value) {
    return new SamplingOptions(value, dynamic, truncation, mirostat, adjustments, order, seed);
  }

  /** Returns these options with a temperature that changes otherwise. */
  public SamplingOptions withDynamic(DynamicTemperature value) {
    return new SamplingOptions(temperature, value, truncation, mirostat, adjustments, order, seed);
  }

  /** Returns these options with other tokens to draw from. */
  public SamplingOptions withTruncation(Truncation value) {
    return new SamplingOptions(temperature, dynamic, value, mirostat, adjustments, order, seed);
  }

  /** Returns these options with the logits changed otherwise. */
  public SamplingOptions withAdjustments(LogitAdjustments value) {
    return new SamplingOptions(temperature, dynamic, truncation, mirostat, value, order, seed);
  }

  /** Returns these options with a seed. */
  public SamplingOptions withSeed(long value) {
    return new SamplingOptions(
        temperature, dynamic, truncation, mirostat, adjustments, order, OptionalLong.of(value));
  }

  /** Returns these options with another target of surprise. */
  public SamplingOptions withMirostat(Mirostat value) {
    return new SamplingOptions(temperature, dynamic, truncation, value, adjustments, order, seed);
  }

  /** Returns these options with the steps in another order. */
  public SamplingOptions withOrder(SamplingOrder value) {
    return new SamplingOptions(
        temperature, dynamic, truncation, mirostat, adjustments, value, seed);
  }
}
