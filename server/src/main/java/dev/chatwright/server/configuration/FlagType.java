package dev.chatwright.server.configuration;

import java.util.Optional;

/** Yes or no. Immutable. */
record FlagType() implements OptionType<Boolean> {
  @Override
  public String expected() {
    return "true or false";
  }

  @Override
  public Optional<Boolean> read(OptionValue written) {
    return switch (written) {
      case OptionValue.Single(String text, boolean inQuotes) when !inQuotes ->
          switch (text.strip()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  @Override
  public String write(Boolean value) {
    return value.toString();
  }
}
