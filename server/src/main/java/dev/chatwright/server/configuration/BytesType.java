package dev.chatwright.server.configuration;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size such as {@code 512 MB}; a unit is 1024 of the one below. Immutable. */
record BytesType(long least, long most) implements OptionType<Long> {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12}) ?(B|KB|MB|GB|TB)?");
  private static final String UNITS = "KMGT";

  @Override
  public String expected() {
    return "a size from %s to %s, such as 512 MB".formatted(write(least), write(most));
  }

  @Override
  public Optional<Long> read(OptionValue written) {
    if (!(written instanceof OptionValue.Single(String text, _))) {
      return Optional.empty();
    }
    Matcher size = SIZE.matcher(text.strip());
    return size.matches()
        ? Optional.of(bytes(size)).filter(bytes -> bytes >= least && bytes <= most)
        : Optional.empty();
  }

  private static long bytes(Matcher size) {
    String unit = size.group(2) == null ? "B" : size.group(2);
    int power = UNITS.indexOf(unit.charAt(0)) + 1;
    long factor = 1L << (10 * power);
    long number = Long.parseLong(size.group(1));
    return number > Long.MAX_VALUE / factor ? Long.MAX_VALUE : number * factor;
  }

  @Override
  public String write(Long value) {
    long number = value;
    int power = 0;
    while (power < UNITS.length() && number > 0 && number % 1024 == 0) {
      number /= 1024;
      power++;
    }
    return power == 0 ? Long.toString(number) : number + " " + UNITS.charAt(power - 1) + "B";
  }
}
