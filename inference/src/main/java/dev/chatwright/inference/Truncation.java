package dev.chatwright.inference;

/**
 * Which tokens may be drawn: those that every one of these keeps.
 *
 * <p>{@link SamplingOrder} says in which order they apply, each to what the one before kept.
 * Immutable.
 *
 * @param topK keeps the k likeliest; 0 for all
 * @param topP keeps the likeliest that together reach this probability; above 0, at most 1
 * @param minP keeps those at least this likely relative to the likeliest; 0 to 1
 * @param typicalP keeps those whose surprise is nearest to the expected one, until they together
 *     reach this probability; above 0, at most 1
 * @param topNSigma keeps those whose logit is at most this many standard deviations of the logits
 *     below the largest, at every temperature the same ones; 0 for all; 0 to {@value
 *     #MAX_TOP_N_SIGMA}
 * @param xtc how often the obvious tokens are dropped
 */
public record Truncation(
    int topK, float topP, float minP, float typicalP, float topNSigma, Xtc xtc) {
  /** The largest top-n-sigma. */
  public static final float MAX_TOP_N_SIGMA = 100;

  /** Keeps all tokens. */
  public static final Truncation NONE = new Truncation(0, 1, 0, 1, 0, Xtc.OFF);

  /** Checks the ranges. */
  public Truncation {
    if (topK < 0) {
      throw new IllegalArgumentException("top-k must be at least 0, got " + topK);
    }
    requireShare("top-p", topP);
    OptionRange.require("min-p", minP, 0, 1);
    requireShare("typical-p", typicalP);
    OptionRange.require("top-n-sigma", topNSigma, 0, MAX_TOP_N_SIGMA);
  }

  private static void requireShare(String name, float value) {
    if (!(value > 0 && value <= 1)) { // also refuses NaN
      throw new IllegalArgumentException(
          "%s must be above 0 and at most 1, got %s".formatted(name, value));
    }
  }

  /** Returns this with the {@code value} likeliest kept. */
  public Truncation withTopK(int value) {
    return new Truncation(value, topP, minP, typicalP, topNSigma, xtc);
  }

  /** Returns this with another top-p. */
  public Truncation withTopP(float value) {
    return new Truncation(topK, value, minP, typicalP, topNSigma, xtc);
  }

  /** Returns this with another min-p. */
  public Truncation withMinP(float value) {
    return new Truncation(topK, topP, value, typicalP, topNSigma, xtc);
  }

  /** Returns this with another typical-p. */
  public Truncation withTypicalP(float value) {
    return new Truncation(topK, topP, minP, value, topNSigma, xtc);
  }

  /** Returns this with another top-n-sigma. */
  public Truncation withTopNSigma(float value) {
    return new Truncation(topK, topP, minP, typicalP, value, xtc);
  }

  /** Returns this with the obvious tokens dropped otherwise. */
  public Truncation withXtc(Xtc value) {
    return new Truncation(topK, topP, minP, typicalP, topNSigma, value);
  }
}
