package dev.chatwright.inference;

/**
 * The check of a number's range.
 *
 * <p>It belongs to none of the options: were it a method of one whose constants hold others, these
 * others could not check themselves before that one's constants exist.
 */
final class OptionRange {
  private OptionRange() {}

  static void require(String name, float value, float least, float most) {
    if (!(value >= least && value <= most)) { // also refuses NaN
      throw new IllegalArgumentException(
          "%s must be %s to %s, got %s".formatted(name, least, most, value));
    }
  }
}
