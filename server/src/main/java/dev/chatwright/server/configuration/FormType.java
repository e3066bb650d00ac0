package dev.chatwright.server.configuration;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text of one form. Immutable.
 *
 * @param form what the whole text must match
 * @param expected the form in words
 */
record FormType(Pattern form, String expected) implements OptionType<String> {
  @Override
  public Optional<String> read(OptionValue written) {
    return written instanceof OptionValue.Single(String text, _)
        ? Optional.of(text.strip()).filter(form.asMatchPredicate())
        : Optional.empty();
  }

  @Override
  public String write(String value) {
    return value;
  }
}
