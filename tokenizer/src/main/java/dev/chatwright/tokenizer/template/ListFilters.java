package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Filters.Filter;
import dev.chatwright.tokenizer.template.Value.IntegerValue;
import dev.chatwright.tokenizer.template.Value.ListValue;
import dev.chatwright.tokenizer.template.Value.MapValue;
import dev.chatwright.tokenizer.template.Value.NoneValue;
import dev.chatwright.tokenizer.template.Value.UndefinedValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters that reorder lists, join them, or take from them. */
final class ListFilters {
  private ListFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("length", (input, _, _) -> new IntegerValue(Values.size(input)));
    filters.put("count", (input, _, _) -> new IntegerValue(Values.size(input)));
    filters.put("list", (input, _, rendering) -> ListValue.of(elements(input, rendering)));
    filters.put("join", ListFilters::join);
    filters.put("first", (input, _, rendering) -> end(input, rendering, true));
    filters.put("last", (input, _, rendering) -> end(input, rendering, false));
    filters.put("items", ListFilters::items);
    filters.put("dictsort", ListFilters::dictsort);
    filters.put("sort", ListFilters::sort);
    filters.put("unique", ListFilters::unique);
    filters.put("reverse", ListFilters::reverse);
    filters.put("batch", ListFilters::batch);
    filters.put("min", (input, a, rendering) -> extreme(input, a, rendering, -1));
    filters.put("max", (input, a, rendering) -> extreme(input, a, rendering, 1));
    filters.put("sum", ListFilters::sum);
    filters.put("attr", (input, a, _) -> Members.attribute(input, a.text(0, "name").string()));
  }

  private static List<Value> elements(Value input, Rendering rendering) {
    return Values.elements(input, rendering.budget());
  }

  /** Returns the parts of an element that {@code path}, as {@code a.b.0}, names. */
  static Value path(Value element, @Nullable Text path, Budget budget) {
    Value value = element;
    if (path != null) {
      for (Value part : TextEditing.split(path, Text.ofTemplate("."), -1, budget)) {
        String name = ((Text) part).string();
        boolean index =
            !name.isEmpty()
                && name.length() < 10
                && name.chars().allMatch(c -> c >= '0' && c <= '9');
        value =
            Members.subscript(value, index ? new IntegerValue(Long.parseLong(name)) : part, budget);
      }
    }
    return value;
  }

  private static Value join(Value input, Arguments arguments, Rendering rendering) {
    Text attribute = arguments.optionalText(1, "attribute");
    List<Value> parts = new ArrayList<>();
    for (Value element : elements(input, rendering)) {
      parts.add(path(element, attribute, rendering.budget()));
    }
    Text separator = Printer.print(arguments.get(0, "d", Text.EMPTY), rendering.budget());
    return TextEditing.join(separator, parts, rendering.budget());
  }

  private static Value end(Value input, Rendering rendering, boolean first) {
    List<Value> elements = elements(input, rendering);
    if (elements.isEmpty()) {
      return new UndefinedValue(first ? "first element" : "last element");
    }
    return first ? elements.getFirst() : elements.getLast();
  }

  private static Value items(Value input, Arguments arguments, Rendering rendering) {
    return switch (input) {
      case MapValue map -> Members.items(map, rendering.budget());
      case UndefinedValue _ -> ListValue.of(List.of());
      default ->
          throw TemplateFailure.evaluation("%s has no items".formatted(Values.typeName(input)));
    };
  }

  private static Value dictsort(Value input, Arguments arguments, Rendering rendering) {
    if (!(input instanceof MapValue map)) {
      throw TemplateFailure.evaluation("dictsort needs a mapping, not " + Values.typeName(input));
    }
    boolean byValue = arguments.get(1, "by", Text.EMPTY).equals(Text.ofTemplate("value"));
    Text position = Text.ofTemplate(byValue ? "1" : "0");
    return sorted(
        Members.items(map, rendering.budget()).elements(),
        order(arguments.flag(0, "case_sensitive"), position, rendering),
        arguments.flag(2, "reverse"),
        rendering);
  }

  private static Value sort(Value input, Arguments arguments, Rendering rendering) {
    return sorted(
        elements(input, rendering),
        order(
            arguments.flag(1, "case_sensitive"), arguments.optionalText(2, "attribute"), rendering),
        arguments.flag(0, "reverse"),
        rendering);
  }

  private static Value sorted(
      List<Value> elements, Comparator<Value> order, boolean reverse, Rendering rendering) {
    rendering.budget().steps(elements.size());
    List<Value> sorted = new ArrayList<>(elements);
    sorted.sort(reverse ? order.reversed() : order);
    return ListValue.of(sorted);
  }

  private static Comparator<Value> order(
      boolean caseSensitive, @Nullable Text attribute, Rendering rendering) {
    Budget budget = rendering.budget();
    return (a, b) ->
        Values.compare(
            comparable(path(a, attribute, budget), caseSensitive),
            comparable(path(b, attribute, budget), caseSensitive),
            budget);
  }

  private static Value comparable(Value value, boolean caseSensitive) {
    return !caseSensitive && value instanceof Text text ? TextEditing.lower(text) : value;
  }

  private static Value unique(Value input, Arguments arguments, Rendering rendering) {
    Text attribute = arguments.optionalText(1, "attribute");
    Map<Value, Value> seen = new LinkedHashMap<>();
    for (Value element : elements(input, rendering)) {
      Value part = path(element, attribute, rendering.budget());
      seen.putIfAbsent(Values.key(comparable(part, arguments.flag(0, "case_sensitive"))), element);
    }
    return ListValue.of(List.copyOf(seen.values()));
  }

  private static Value reverse(Value input, Arguments arguments, Rendering rendering) {
    if (input instanceof Text) {
      return Slicing.slice(
          input, NoneValue.NONE, NoneValue.NONE, new IntegerValue(-1), rendering.budget());
    }
    List<Value> reversed = new ArrayList<>(elements(input, rendering));
    Collections.reverse(reversed);
    return ListValue.of(reversed);
  }

  private static Value batch(Value input, Arguments arguments, Rendering rendering) {
    long size = Math.clamp(arguments.integer(0, "linecount", 1), 1, TemplateLimits.RANGE);
    Value filler = arguments.find(1, "fill_with");
    List<Value> elements = elements(input, rendering);
    List<Value> batches = new ArrayList<>();
    for (int from = 0; from < elements.size(); from += (int) size) {
      int to = (int) Math.min(elements.size(), from + size);
      List<Value> batch = new ArrayList<>(elements.subList(from, to));
      while (filler != null && batch.size() < size) {
        batch.add(filler);
      }
      batches.add(ListValue.of(batch));
    }
    return ListValue.of(batches);
  }

  private static Value extreme(Value input, Arguments arguments, Rendering rendering, int sign) {
    Comparator<Value> order =
        order(
            arguments.flag(0, "case_sensitive"), arguments.optionalText(1, "attribute"), rendering);
    Value best = null;
    for (Value element : elements(input, rendering)) {
      if (best == null || Integer.signum(order.compare(element, best)) == sign) {
        best = element;
      }
    }
    return best == null ? new UndefinedValue("an element of an empty list") : best;
  }

  private static Value sum(Value input, Arguments arguments, Rendering rendering) {
    Text attribute = arguments.optionalText(0, "attribute");
    Value sum = arguments.get(1, "start", new IntegerValue(0));
    for (Value element : elements(input, rendering)) {
      sum =
          Numbers.binary(
              "+", sum, path(element, attribute, rendering.budget()), rendering.budget());
      rendering.budget().handle(sum);
    }
    return sum;
  }
}
