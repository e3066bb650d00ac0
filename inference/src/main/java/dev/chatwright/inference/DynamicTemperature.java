package dev.chatwright.inference;

/**
 * A temperature that follows how sure the model is: the lowest where one token holds all
 * probability, the highest where all are equally likely.
 *
 * <p>With {@code t} the temperature of the options and {@code h} the entropy of the tokens that may
 * be drawn, divided by its maximum, the logarithm of their number, it is {@code low + (high - low)
 * h^exponent} between {@code low = max(0, t - range)} and {@code high = t + range}. Immutable.
 *
 * @param range how far it goes from the temperature of the options, either way; 0 for a fixed one;
 *     0 to {@value SamplingOptions#MAX_TEMPERATURE}
 * @param exponent above 1 stays low for longer as the entropy grows, below 1 rises sooner; 0.01 to
 *     {@value #MAX_EXPONENT}
 */
public record DynamicTemperature(float range, float exponent) {
  /** The least exponent. */
  public static final float MIN_EXPONENT = 0.01f;

  /** The largest exponent. */
  public static final float MAX_EXPONENT = 100;

  /** Leaves the temperature as it is. */
  public static final DynamicTemperature OFF = new DynamicTemperature(0, 1);

  /** Checks the ranges. */
  public DynamicTemperature {
    OptionRange.require("dynamic temperature range", range, 0, SamplingOptions.MAX_TEMPERATURE);
    OptionRange.require("dynamic temperature exponent", exponent, MIN_EXPONENT, MAX_EXPONENT);
  }

  /** Returns whether the temperature changes from token to token. */
  boolean isOn() {
    return range > 0;
  }

  /**
   * Returns the temperature of one draw.
   *
   * @param middle the temperature of the options
   * @param share the entropy divided by its maximum; 0 to 1
   */
  double at(double middle, double share) {
    double low = Math.max(0, middle - range);
    return low + (middle + range - low) * Math.pow(share, exponent);
  }
}
