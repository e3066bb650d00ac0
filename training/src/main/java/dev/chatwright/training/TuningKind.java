package dev.chatwright.training;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways in which a model that is there already can learn. */
public enum TuningKind {
  /** All weights learn from conversations what the assistant says. */
  SFT(5e-5),
  /** Changes of low rank learn the same. */
  LORA(2e-4),
  /**
   * All weights, or changes of low rank, learn what a teacher expects the assistant to say, or what
   * it says.
   */
  DISTIL(2e-4),
  /** Changes of low rank learn which of two replies is the better. */
  DPO(5e-5),
  /** The same from replies that were rated one by one. */
  KTO(5e-5),
  /** The same as {@link #DPO}, and the better reply itself, without a reference. */
  ORPO(5e-5);

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

  /** Returns the tokens of a sequence where a recipe names none: two conversations need more. */
  int usualLength() {
    return learnsWhatToSay() ? 512 : 1024;
  }

  /** Returns the sequences of a batch where a recipe names none. */
  int usualBatch() {
    return learnsWhatToSay() ? 4 : 2;
  }

  private boolean learnsWhatToSay() {
    return this == SFT || this == LORA || this == DISTIL;
  }

  /** Returns whether changes of low rank always learn, and not the weights themselves. */
  boolean isLowRank() {
    return this != SFT && this != DISTIL;
  }
}
