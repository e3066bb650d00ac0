package dev.chatwright.inference;

/**
 * Exclude top choices: now and then the obvious tokens are dropped, so that the reply takes a turn.
 *
 * <p>Of the tokens that reach the threshold only the least likely stays; those below it stay too.
 * Where fewer than two reach it, all stay: a sure model is left alone. End tokens are not spared.
 * Immutable.
 *
 * @param threshold the probability from which a token is a top choice; above 0.5 there is never
 *     more than one, and nothing is dropped; 0 to 1
 * @param probability how often, from token to token; 0 for never; 0 to 1
 * @see <a href="https://github.com/oobabooga/text-generation-webui/pull/6335">Weidmann, "Exclude
 *     Top Choices (XTC)", 2024</a>
 */
public record Xtc(float threshold, float probability) {
  /** Never drops a token. */
  public static final Xtc OFF = new Xtc(0.1f, 0);

  /** Checks the ranges. */
  public Xtc {
    OptionRange.require("xtc threshold", threshold, 0, 1);
    OptionRange.require("xtc probability", probability, 0, 1);
  }
}
