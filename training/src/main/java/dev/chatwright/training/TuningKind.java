package dev.chatwright.training;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways in which a model that is there already can learn. */
public enum TuningKind {
  /** All weights learn from conversations what the assistant says. */
  SFT(5e-5),
  /** Changes of low rank learn the same. */
  LORA(2e-4);

  private final double usualRate;

  TuningKind(double usualRate) {
    this.usualRate = usualRate;
  }

  /** Returns what {@code run.json} calls such a run. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the kind of runs that {@code run.json} calls so, or empty if it is none of these. */
  public static Optional<TuningKind> labelled(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }

  /** Returns the learning rate where a recipe names none. */
  double usualRate() {
    return usualRate;
  }

  /** Returns whether changes of low rank learn, and not the weights themselves. */
  boolean isLowRank() {
    return this != SFT;
  }
}
