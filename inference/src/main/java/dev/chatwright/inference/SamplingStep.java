package dev.chatwright.inference;

import java.util.Arrays;
import java.util.List;

/** A step from the model's logits to the tokens that may be drawn, in the usual order. */
public enum SamplingStep {
  /** The repetition, presence and frequency penalties. */
  PENALTIES("penalties"),
  /** {@link Dry}. */
  DRY("dry"),
  /** The temperature, fixed or dynamic. */
  TEMPERATURE("temperature"),
  /** Top-n-sigma. */
  TOP_N_SIGMA("top_n_sigma"),
  /** Top-k. */
  TOP_K("top_k"),
  /** Locally typical sampling. */
  TYPICAL_P("typical_p"),
  /** Top-p. */
  TOP_P("top_p"),
  /** Min-p. */
  MIN_P("min_p"),
  /** {@link Xtc}. */
  XTC("xtc");

  private final String text;

  SamplingStep(String text) {
    this.text = text;
  }

  /** Returns the name that people and clients write. */
  public String text() {
    return text;
  }

  /** Returns whether it looks at what has been said and changes the logits of single tokens. */
  boolean adjusts() {
    return this == PENALTIES || this == DRY;
  }

  /** Returns the names of all. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(SamplingStep::text).toList();
  }

  /**
   * Returns the step of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SamplingStep named(String name) {
    String text = name.equals("typ_p") ? TYPICAL_P.text : name; // llama.cpp's name for it
    return Arrays.stream(values())
        .filter(step -> step.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a sampling step is one of %s, got %s"
                        .formatted(String.join(", ", texts()), name)));
  }
}
