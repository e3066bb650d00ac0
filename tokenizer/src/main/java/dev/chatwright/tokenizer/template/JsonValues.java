package dev.chatwright.tokenizer.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deep, immutable copies of values as JSON knows them. */
final class JsonValues {
  private JsonValues() {}

  static Map<String, @Nullable Object> copyOf(Map<String, ? extends @Nullable Object> values) {
    return copyOf(values, 1);
  }

  private static Map<String, @Nullable Object> copyOf(Map<?, ?> values, int depth) {
    requireDepth(depth);
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw new IllegalArgumentException("a key of a JSON object is not a string");
      }
      copy.put(key, copyOf(entry.getValue(), depth + 1));
    }
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object copyOf(@Nullable Object value, int depth) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Boolean truth -> truth;
      case Long number -> number;
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      case Double number -> number;
      case Float number -> number.doubleValue();
      case Map<?, ?> map -> copyOf(map, depth);
      case List<?> list -> copyOf(list, depth);
      default ->
          throw new IllegalArgumentException(
              "%s is not a JSON value; expected a string, long, double, boolean, list, map or null"
                  .formatted(value.getClass().getSimpleName()));
    };
  }

  private static List<@Nullable Object> copyOf(List<?> values, int depth) {
    requireDepth(depth);
    List<@Nullable Object> copy = new ArrayList<>(values.size());
    for (Object value : values) {
      copy.add(copyOf(value, depth + 1));
    }
    return Collections.unmodifiableList(copy);
  }

  private static void requireDepth(int depth) {
    // Two levels are left for the list of messages and the message around these values.
    if (depth > TemplateLimits.VALUE_DEPTH - 2) {
      throw new IllegalArgumentException(
          "JSON nested more than %d deep".formatted(TemplateLimits.VALUE_DEPTH - 2));
    }
  }
}
