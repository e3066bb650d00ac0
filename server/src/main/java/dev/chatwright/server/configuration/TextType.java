package dev.chatwright.server.configuration;

import java.util.Optional;

/**
 * A text on one line. Immutable.
 *
 * @param least the fewest letters of one that is not empty
 * @param most the most letters
 * @param mayBeEmpty whether there may be none
 */
record TextType(int least, int most, boolean mayBeEmpty) implements OptionType<String> {
  @Override
  public String expected() {
    return "a text of %d to %d letters".formatted(least, most);
  }

  @Override
  public Optional<String> read(OptionValue written) {
    return written instanceof OptionValue.Single(String text, _) && isRight(text.strip())
        ? Optional.of(text.strip())
        : Optional.empty();
  }

  private boolean isRight(String text) {
    boolean fits = text.isEmpty() ? mayBeEmpty : (text.length() >= least && text.length() <= most);
    return fits && text.chars().noneMatch(Character::isISOControl);
  }

  @Override
  public String write(String value) {
    return value;
  }
}
