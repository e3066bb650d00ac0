package dev.chatwright.tokenizer.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every filter by name. */
final class Filters {
  private static final Map<String, Filter> ALL = all();

  private Filters() {}

  /** A function applied with {@code value|name(arguments)}. */
  @FunctionalInterface
  interface Filter {
    Value apply(Value input, Arguments arguments, Rendering rendering);
  }

  static @Nullable Filter find(String name) {
    return ALL.get(name);
  }

  private static Map<String, Filter> all() {
    Map<String, Filter> filters = new HashMap<>();
    TextFilters.addTo(filters);
    ListFilters.addTo(filters);
    SelectionFilters.addTo(filters);
    NumberFilters.addTo(filters);
    return Map.copyOf(filters);
  }
}
