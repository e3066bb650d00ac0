package dev.chatwright.tokenizer.template;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Anything a template can compute with. */
sealed interface Value permits Text, Value.Scalar, Value.Container, Value.Callable, LoopValue {

  /** Values without parts. */
  sealed interface Scalar extends Value {}

  /** A whole number. */
  record IntegerValue(long number) implements Scalar {}

  /** A floating-point number. */
  record FloatValue(double number) implements Scalar {}

  /** Truth. */
  record BooleanValue(boolean truth) implements Scalar {
    static final BooleanValue TRUE = new BooleanValue(true);
    static final BooleanValue FALSE = new BooleanValue(false);

    static BooleanValue of(boolean truth) {
      return truth ? TRUE : FALSE;
    }
  }

  /** The value {@code none}. */
  enum NoneValue implements Scalar {
    NONE
  }

  /** What a name without a value gives: prints as nothing, and fails where a value is needed. */
  record UndefinedValue(String name) implements Scalar {}

  /** Values with parts. */
  sealed interface Container extends Value {}

  /** An immutable list or tuple; {@code depth} bounds every recursion over its elements. */
  record ListValue(List<Value> elements, boolean tuple, int depth) implements Container {
    static ListValue of(List<Value> elements) {
      return new ListValue(List.copyOf(elements), false, depthAround(elements));
    }

    static ListValue tuple(List<Value> elements) {
      return new ListValue(List.copyOf(elements), true, depthAround(elements));
    }
  }

  /** An immutable mapping in insertion order; keys are scalars or text. */
  record MapValue(Map<Value, Value> entries, int depth) implements Container {
    static MapValue of(Map<Value, Value> entries) {
      return new MapValue(
          Collections.unmodifiableMap(new LinkedHashMap<>(entries)), depthAround(entries.values()));
    }
  }

  /** The one mutable value: what {@code namespace()} makes, for use across scopes. */
  record NamespaceValue(Map<String, Value> attributes) implements Container {
    NamespaceValue() {
      this(new HashMap<>());
    }

    /** Namespaces are equal by identity, because they may contain themselves. */
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** A function, macro or bound method. */
  @FunctionalInterface
  non-sealed interface Callable extends Value {
    Value call(Arguments arguments, Rendering rendering);
  }

  private static int depthAround(Iterable<Value> parts) {
    int deepest = 0;
    for (Value part : parts) {
      int depth =
          switch (part) {
            case ListValue list -> list.depth();
            case MapValue map -> map.depth();
            default -> 0;
          };
      deepest = Math.max(deepest, depth);
    }
    if (deepest >= TemplateLimits.VALUE_DEPTH) {
      throw TemplateFailure.limit(
          "values nest more than %d deep".formatted(TemplateLimits.VALUE_DEPTH));
    }
    return deepest + 1;
  }
}
