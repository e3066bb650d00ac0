package dev.chatwright.tokenizer.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables a piece of a template sees: its own, then those around it. */
final class Scope {
  private final Map<String, Value> variables = new HashMap<>();
  private final @Nullable Scope outer;

  Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  Value find(String name) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      Value value = scope.variables.get(name);
      if (value != null) {
        return value;
      }
    }
    return new Value.UndefinedValue(name);
  }

  void set(String name, Value value) {
    variables.put(name, value);
  }
}
