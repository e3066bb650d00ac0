package dev.chatwright.tokenizer.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The evaluated arguments of a call. Immutable. */
record Arguments(List<Value> positional, Map<String, Value> named) {
  static final Arguments NONE = new Arguments(List.of(), Map.of());

  static Arguments of(Value... values) {
    return new Arguments(List.of(values), Map.of());
  }

  int count() {
    return positional.size();
  }

  @Nullable Value find(int index, String name) {
    return index < positional.size() ? positional.get(index) : named.get(name);
  }

  Value get(int index, String name, Value fallback) {
    Value value = find(index, name);
    return value == null ? fallback : value;
  }

  Value require(int index, String name) {
    Value value = find(index, name);
    if (value == null) {
      throw TemplateFailure.evaluation("the argument '%s' is missing".formatted(name));
    }
    return value;
  }

  boolean flag(int index, String name) {
    return Values.isTrue(get(index, name, Value.BooleanValue.FALSE));
  }

  long integer(int index, String name, long fallback) {
    Value value = find(index, name);
    return value == null || value == Value.NoneValue.NONE
        ? fallback
        : Values.integer(value, "the argument '" + name + "'");
  }

  Text text(int index, String name) {
    return Values.text(require(index, name), "the argument '" + name + "'");
  }

  /** Returns a text that may be missing or none. */
  @Nullable Text optionalText(int index, String name) {
    Value value = find(index, name);
    return value == null || value == Value.NoneValue.NONE
        ? null
        : Values.text(value, "the argument '" + name + "'");
  }

  /** Returns these arguments without the first {@code count}. */
  Arguments after(int count) {
    return new Arguments(
        positional.subList(Math.min(count, positional.size()), positional.size()), named);
  }
}
