package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Value.Callable;
import dev.chatwright.tokenizer.template.Value.IntegerValue;
import dev.chatwright.tokenizer.template.Value.ListValue;
import dev.chatwright.tokenizer.template.Value.MapValue;
import dev.chatwright.tokenizer.template.Value.NamespaceValue;
import dev.chatwright.tokenizer.template.Value.NoneValue;
import dev.chatwright.tokenizer.template.Value.UndefinedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a dot or an index reaches: entries, elements and a closed list of methods. */
final class Members {
  /** Methods that would change a list or mapping, which the sandbox does not let happen. */
  private static final Set<String> LIST_CHANGES =
      Set.of("append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse");

  private Members() {}

  /** Returns {@code target.name}: a method first, then an entry. */
  static Value attribute(Value target, String name) {
    requirePublic(name);
    Value method = method(target, name);
    if (method != null) {
      return method;
    }
    return switch (target) {
      case UndefinedValue undefined -> throw ofUndefined(undefined, name);
      case MapValue map -> entry(map, Text.ofTemplate(name));
      case NamespaceValue namespace ->
          namespace.attributes().getOrDefault(name, new UndefinedValue(name));
      case LoopValue loop -> loop.attribute(name);
      default -> new UndefinedValue(name);
    };
  }

  /** Returns {@code target[index]}: an entry or element first, then a method. */
  static Value subscript(Value target, Value index, Budget budget) {
    if (target instanceof UndefinedValue undefined) {
      throw ofUndefined(undefined, Printer.print(index, budget).string());
    }
    if (target instanceof MapValue map) {
      Value value = map.entries().get(Values.key(index));
      if (value != null) {
        return value;
      }
    }
    if (index instanceof Text name) {
      return attribute(target, name.string());
    }
    if ((target instanceof Text || target instanceof ListValue) && Values.isNumber(index)) {
      long position = Values.integer(index, "the index");
      Value element = Slicing.element(target, position, budget);
      return element == null ? new UndefinedValue("element " + position) : element;
    }
    return new UndefinedValue("element");
  }

  private static Value entry(MapValue map, Text key) {
    Value value = map.entries().get(key);
    return value == null ? new UndefinedValue(key.string()) : value;
  }

  private static void requirePublic(String name) {
    if (name.startsWith("_")) {
      throw TemplateFailure.evaluation(
          "access to '%s' is not allowed"
              .formatted(name.substring(0, Math.min(40, name.length()))));
    }
  }

  private static TemplateFailure ofUndefined(UndefinedValue undefined, String name) {
    return TemplateFailure.evaluation(
        "'%s' is undefined, so it has no '%s'"
            .formatted(undefined.name(), name.substring(0, Math.min(40, name.length()))));
  }

  private static @Nullable Value method(Value target, String name) {
    return switch (target) {
      case Text text -> textMethod(text, name);
      case MapValue map -> mapMethod(map, name);
      case ListValue list -> listMethod(list, name);
      default -> null;
    };
  }

  private static @Nullable Value textMethod(Text text, String name) {
    TextMethods.Method method = TextMethods.find(name);
    if (method == null) {
      return null;
    }
    return (Callable)
        (arguments, rendering) -> {
          rendering.budget().handle(text);
          return method.call(text, arguments, rendering.budget());
        };
  }

  private static @Nullable Value mapMethod(MapValue map, String name) {
    return switch (name) {
      case "items" -> (Callable) (_, rendering) -> items(map, rendering.budget());
      case "keys" ->
          (Callable) (_, rendering) -> ListValue.of(Values.elements(map, rendering.budget()));
      case "values" -> (Callable) (_, _) -> ListValue.of(new ArrayList<>(map.entries().values()));
      case "get" ->
          (Callable)
              (arguments, _) -> {
                Value found = map.entries().get(Values.key(arguments.require(0, "key")));
                return found == null ? arguments.get(1, "default", NoneValue.NONE) : found;
              };
      default -> null;
    };
  }

  static ListValue items(MapValue map, Budget budget) {
    budget.steps(map.entries().size());
    List<Value> items = new ArrayList<>();
    for (Map.Entry<Value, Value> entry : map.entries().entrySet()) {
      items.add(ListValue.tuple(List.of(entry.getKey(), entry.getValue())));
    }
    return ListValue.of(items);
  }

  private static @Nullable Value listMethod(ListValue list, String name) {
    if (LIST_CHANGES.contains(name)) {
      throw TemplateFailure.evaluation("a list cannot be changed by '%s'".formatted(name));
    }
    return switch (name) {
      case "index" -> (Callable) (arguments, rendering) -> indexOf(list, arguments, rendering);
      case "count" ->
          (Callable)
              (arguments, rendering) -> {
                Value wanted = arguments.require(0, "value");
                return new IntegerValue(
                    list.elements().stream()
                        .filter(element -> Values.equal(element, wanted, rendering.budget()))
                        .count());
              };
      default -> null;
    };
  }

  private static Value indexOf(ListValue list, Arguments arguments, Rendering rendering) {
    Value wanted = arguments.require(0, "value");
    for (int i = 0; i < list.elements().size(); i++) {
      if (Values.equal(list.elements().get(i), wanted, rendering.budget())) {
        return new IntegerValue(i);
      }
    }
    throw TemplateFailure.evaluation("a list does not hold what is looked for");
  }
}
