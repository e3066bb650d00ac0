package dev.chatwright.server.configuration;

import java.util.List;
import java.util.Optional;

/** One of a few names. Immutable. */
record ChoiceType(List<String> names) implements OptionType<String> {
  @Override
  public String expected() {
    return "one of " + String.join(", ", names);
  }

  @Override
  public Optional<String> read(OptionValue written) {
    return written instanceof OptionValue.Single(String text, _)
        ? Optional.of(text.strip()).filter(names::contains)
        : Optional.empty();
  }

  @Override
  public String write(String value) {
    return value;
  }
}
