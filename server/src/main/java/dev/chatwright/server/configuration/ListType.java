package dev.chatwright.server.configuration;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A list of short texts; outside the file they are divided by commas. Immutable.
 *
 * @param most the most texts
 * @param letters the most letters of each
 */
record ListType(int most, int letters) implements OptionType<List<String>> {
  @Override
  public String expected() {
    return "a list of at most %d texts of 1 to %d letters".formatted(most, letters);
  }

  @Override
  public Optional<List<String>> read(OptionValue written) {
    List<String> texts =
        switch (written) {
          case OptionValue.Several(List<String> items) -> items;
          case OptionValue.Single(String text, _) when text.isBlank() -> List.of();
          case OptionValue.Single(String text, _) -> Arrays.asList(text.split(",", -1));
        };
    List<String> stripped = texts.stream().map(String::strip).toList();
    boolean right = stripped.size() <= most && stripped.stream().allMatch(this::fits);
    return right ? Optional.of(stripped) : Optional.empty();
  }

  private boolean fits(String text) {
    return !text.isEmpty()
        && text.length() <= letters
        && text.chars().noneMatch(Character::isISOControl);
  }

  @Override
  public String write(List<String> value) {
    return String.join(", ", value);
  }
}
