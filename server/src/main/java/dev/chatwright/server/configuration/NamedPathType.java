package dev.chatwright.server.configuration;

import dev.chatwright.inference.AttachedAdapter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A name and a path, {@code NAME=PATH}. Immutable. */
record NamedPathType() implements OptionType<String> {
  private static final Pattern NAMED = Pattern.compile("([^=]*)=.{1,1000}");

  private static boolean isNamed(String value) {
    Matcher matcher = NAMED.matcher(value);
    return matcher.matches() && AttachedAdapter.isName(matcher.group(1));
  }

  @Override
  public String expected() {
    return "NAME=PATH, the name of letters, digits, dots, dashes and underscores";
  }

  @Override
  public Optional<String> read(OptionValue written) {
    return written instanceof OptionValue.Single(String text, _)
        ? Optional.of(text.strip()).filter(NamedPathType::isNamed)
        : Optional.empty();
  }

  @Override
  public String write(String value) {
    return value;
  }
}
