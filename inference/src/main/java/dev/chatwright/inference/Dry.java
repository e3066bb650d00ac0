package dev.chatwright.inference;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Don't repeat yourself: makes a token less likely that would carry on a sequence which prompt or
 * reply hold already.
 *
 * <p>Where the last {@code n} tokens are also found further up, the token that followed them there
 * loses {@code multiplier × base^(n - allowedLength)} from its logit, if {@code n} is at least
 * {@code allowedLength}; the longest such sequence counts, and {@value #MAX_PENALTY} is the most.
 * Immutable.
 *
 * @param multiplier the loss at the allowed length; 0 for none; 0 to {@value #MAX_MULTIPLIER}
 * @param base how many times more each further token costs; 1 to {@value #MAX_BASE}
 * @param allowedLength the least length of a sequence that counts; 1 to {@value
 *     #MAX_ALLOWED_LENGTH}
 * @param range how many of the last tokens are looked at; {@value #ALL} for all; 0 for none
 * @param breakers texts that no sequence reaches across, and that may be repeated; at most {@value
 *     #MAX_BREAKERS}, each of 1 to {@value #MAX_BREAKER_LETTERS} letters
 * @see <a href="https://github.com/oobabooga/text-generation-webui/pull/5677">Weidmann, "DRY: a
 *     modern repetition penalty", 2024</a>
 */
public record Dry(
    float multiplier, float base, int allowedLength, int range, List<String> breakers) {
  /** The largest multiplier. */
  public static final float MAX_MULTIPLIER = 100;

  /** The largest base. */
  public static final float MAX_BASE = 10;

  /** The largest allowed length. */
  public static final int MAX_ALLOWED_LENGTH = 10_000;

  /** The range of the whole context. */
  public static final int ALL = -1;

  /** The most breakers. */
  public static final int MAX_BREAKERS = 32;

  /** The most letters of a breaker. */
  public static final int MAX_BREAKER_LETTERS = 40;

  /** The most that a logit loses: enough to forbid a token, as a bias of -100 does. */
  static final int MAX_PENALTY = 100;

  /** Changes nothing; the other values are those that its inventor recommends. */
  public static final Dry OFF = new Dry(0, 1.75f, 2, ALL, List.of("\n", ":", "\"", "*"));

  /** Checks the ranges and copies. */
  public Dry {
    OptionRange.require("dry multiplier", multiplier, 0, MAX_MULTIPLIER);
    OptionRange.require("dry base", base, 1, MAX_BASE);
    if (allowedLength < 1 || allowedLength > MAX_ALLOWED_LENGTH) {
      throw new IllegalArgumentException(
          "dry allowed length must be 1 to %d, got %d"
              .formatted(MAX_ALLOWED_LENGTH, allowedLength));
    }
    if (range < ALL) {
      throw new IllegalArgumentException(
          "dry range must be at least 0, or %d for all, got %d".formatted(ALL, range));
    }
    breakers = List.copyOf(breakers);
    requireBreakers(breakers);
  }

  private static void requireBreakers(List<String> breakers) {
    if (breakers.size() > MAX_BREAKERS) {
      throw new IllegalArgumentException(
          "at most %d dry sequence breakers, got %d".formatted(MAX_BREAKERS, breakers.size()));
    }
    for (String breaker : breakers) {
      if (breaker.isEmpty() || breaker.length() > MAX_BREAKER_LETTERS) {
        throw new IllegalArgumentException(
            "a dry sequence breaker has 1 to %d letters, got %d"
                .formatted(MAX_BREAKER_LETTERS, breaker.length()));
      }
    }
  }

  /** Returns whether it changes anything. */
  boolean isOn() {
    return multiplier > 0 && range != 0;
  }

  /** Returns what the token after a repeated sequence loses. */
  float penalty(int length) {
    return (float) Math.min(MAX_PENALTY, multiplier * Math.pow(base, length - allowedLength));
  }

  /** Returns the breakers in UTF-8. */
  byte[][] breakerBytes() {
    return breakers.stream()
        .map(breaker -> breaker.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }
}
