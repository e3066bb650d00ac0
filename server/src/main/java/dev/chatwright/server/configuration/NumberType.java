package dev.chatwright.server.configuration;

import java.util.Optional;
import java.util.regex.Pattern;

/** A whole number. Immutable. */
record NumberType(int least, int most) implements OptionType<Integer> {
  private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]{1,9}");

  @Override
  public String expected() {
    return "a whole number from %d to %d".formatted(least, most);
  }

  @Override
  public Optional<Integer> read(OptionValue written) {
    return written instanceof OptionValue.Single(String text, boolean inQuotes)
            && !inQuotes
            && DIGITS.matcher(text.strip()).matches()
        ? Optional.of(Integer.valueOf(text.strip()))
            .filter(number -> number >= least && number <= most)
        : Optional.empty();
  }

  @Override
  public String write(Integer value) {
    return value.toString();
  }
}
