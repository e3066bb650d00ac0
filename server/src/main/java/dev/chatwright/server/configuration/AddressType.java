package dev.chatwright.server.configuration;

import java.net.InetAddress;
import java.util.Optional;

/** An internet address in figures, in the one way in which connections name theirs. Immutable. */
record AddressType() implements OptionType<String> {
  @Override
  public String expected() {
    return "an address such as 10.0.0.7 or fd00::7";
  }

  @Override
  public Optional<String> read(OptionValue written) {
    if (!(written instanceof OptionValue.Single(String text, _))) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text.strip()).getHostAddress());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  @Override
  public String write(String value) {
    return value;
  }
}
