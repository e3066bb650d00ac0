package dev.chatwright.inference;

/**
 * Mirostat 2.0: holds the surprise of the tokens, their negative logarithmic probability, near a
 * target, so that long replies become neither dull nor confused.
 *
 * <p>A token is drawn from those that are no more surprising than a limit, at first twice the
 * target; after each the limit moves by the error of its surprise, in what was left to draw from.
 * It takes the place of {@link Truncation}, which is passed over. Immutable.
 *
 * @param tau the target, in bits a token; 0 for no mirostat; 0 to {@value #MAX_TAU}
 * @param eta the share of the error by which the limit moves; 0 to 1
 * @see <a href="https://arxiv.org/abs/2007.14966">Basu et al., "Mirostat: A Neural Text Decoding
 *     Algorithm that Directly Controls Perplexity", 2021</a>
 */
public record Mirostat(float tau, float eta) {
  /** The largest target: no vocabulary is so large that its tokens surprise more. */
  public static final float MAX_TAU = 20;

  /** Draws without a target. */
  public static final Mirostat OFF = new Mirostat(0, 0.1f);

  /** Checks the ranges. */
  public Mirostat {
    OptionRange.require("mirostat tau", tau, 0, MAX_TAU);
    OptionRange.require("mirostat eta", eta, 0, 1);
  }

  /** Returns whether it takes the place of the truncation. */
  boolean isOn() {
    return tau > 0;
  }
}
