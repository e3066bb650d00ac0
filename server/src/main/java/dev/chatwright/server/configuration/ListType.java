package dev.chatwright.server.configuration;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A list of short texts; outside the file they are divided by commas. Immutable.
 *
 * @param most the most texts
 * @param item what each of them is
 */
record ListType(int most, OptionType<String> item) implements OptionType<List<String>> {
  @Override
  public String expected() {
    return "a list of at most %d, each %s".formatted(most, item.expected());
  }

  @Override
  public Optional<List<String>> read(OptionValue written) {
    List<String> texts =
        switch (written) {
          case OptionValue.Several(List<String> items) -> items;
          case OptionValue.Single(String text, _) when text.isBlank() -> List.of();
          case OptionValue.Single(String text, _) -> Arrays.asList(text.split(",", -1));
        };
    List<String> right =
        texts.stream()
            .map(text -> item.read(new OptionValue.Single(text, false)))
            .flatMap(Optional::stream)
            .toList();
    return texts.size() <= most && right.size() == texts.size()
        ? Optional.of(right)
        : Optional.empty();
  }

  @Override
  public String write(List<String> value) {
    return String.join(", ", value);
  }
}
