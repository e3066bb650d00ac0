package dev.chatwright.server.configuration;

import java.util.Optional;
import java.util.regex.Pattern;

/** A name and a path, {@code NAME=PATH}. Immutable. */
record NamedPathType() implements OptionType<String> {
  private static final Pattern NAMED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}=.{1,1000}");

  @Override
  public String expected() {
    return "NAME=PATH, the name of letters, digits, dots, dashes and underscores";
  }

  @Override
  public Optional<String> read(OptionValue written) {
    return written instanceof OptionValue.Single(String text, _)
        ? Optional.of(text.strip()).filter(value -> NAMED.matcher(value).matches())
        : Optional.empty();
  }

  @Override
  public String write(String value) {
    return value;
  }
}
