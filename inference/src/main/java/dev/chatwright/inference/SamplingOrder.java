package dev.chatwright.inference;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * In which order the steps of sampling apply, each to what the one before left.
 *
 * <p>A step that is left out does not apply, whatever its numbers. Biases and the draw always do,
 * and a temperature of 0 takes the likeliest token in any order. Immutable.
 *
 * @param steps each at most once; penalties and DRY, which look at the whole vocabulary, come
 *     before all others
 */
public record SamplingOrder(List<SamplingStep> steps) {
  /** All steps, the temperature before the truncation. */
  public static final SamplingOrder DEFAULT = new SamplingOrder(List.of(SamplingStep.values()));

  /** Checks the order and copies. */
  public SamplingOrder {
    steps = List.copyOf(steps);
    Set<SamplingStep> before = EnumSet.noneOf(SamplingStep.class);
    for (SamplingStep step : steps) {
      if (step.adjusts() && !before.stream().allMatch(SamplingStep::adjusts)) {
        throw new IllegalArgumentException(
            "in the order of sampling, penalties and dry come first, got "
                + step.text()
                + " later");
      }
      if (!before.add(step)) {
        throw new IllegalArgumentException(
            "the order of sampling names each step once, got %s twice".formatted(step.text()));
      }
    }
  }

  /**
   * Returns the order of steps by name.
   *
   * @throws IllegalArgumentException if a name is unknown, or the order not allowed
   */
  public static SamplingOrder of(List<String> names) {
    return new SamplingOrder(names.stream().map(SamplingStep::named).toList());
  }

  /** Returns the names of the steps. */
  public List<String> names() {
    return steps.stream().map(SamplingStep::text).toList();
  }

  /** Returns the steps from temperature on that change anything under these options. */
  static SamplingStep[] active(SamplingOptions options) {
    return options.order().steps().stream()
        .filter(step -> isOn(step, options))
        .toArray(SamplingStep[]::new);
  }

  private static boolean isOn(SamplingStep step, SamplingOptions options) {
    Truncation truncation = options.truncation();
    boolean truncates = !options.mirostat().isOn(); // which takes its place
    return switch (step) {
      case PENALTIES, DRY -> false; // these are not for candidates
      case TEMPERATURE -> options.dynamic().isOn() || options.temperature() != 1;
      case TOP_N_SIGMA -> truncates && truncation.topNSigma() > 0;
      case TOP_K -> truncates && truncation.topK() > 0;
      case TYPICAL_P -> truncates && truncation.typicalP() < 1;
      case TOP_P -> truncates && truncation.topP() < 1;
      case MIN_P -> truncates && truncation.minP() > 0;
      case XTC -> truncates && truncation.xtc().probability() > 0;
    };
  }
}
