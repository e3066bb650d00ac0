package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Filters.Filter;
import dev.chatwright.tokenizer.template.Value.ListValue;
import dev.chatwright.tokenizer.template.Value.UndefinedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters that apply a filter or test to each element of a list. */
final class SelectionFilters {
  private SelectionFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("map", SelectionFilters::map);
    filters.put("select", (input, a, rendering) -> select(input, a, rendering, false, true));
    filters.put("reject", (input, a, rendering) -> select(input, a, rendering, false, false));
    filters.put("selectattr", (input, a, rendering) -> select(input, a, rendering, true, true));
    filters.put("rejectattr", (input, a, rendering) -> select(input, a, rendering, true, false));
  }

  private static Value map(Value input, Arguments arguments, Rendering rendering) {
    Value attribute = arguments.named().get("attribute");
    List<Value> results = new ArrayList<>();
    for (Value element : Values.elements(input, rendering.budget())) {
      results.add(
          attribute == null
              ? rendering.filter(element, arguments.text(0, "filter").string(), arguments.after(1))
              : attribute(element, attribute, arguments, rendering));
    }
    return ListValue.of(results);
  }

  private static Value attribute(
      Value element, Value attribute, Arguments arguments, Rendering rendering) {
    Text path = Printer.print(attribute, rendering.budget());
    Value value = ListFilters.path(element, path, rendering.budget());
    return value instanceof UndefinedValue ? arguments.get(9, "default", value) : value;
  }

  private static Value select(
      Value input, Arguments arguments, Rendering rendering, boolean byAttribute, boolean keeps) {
    @Nullable Text path =
        byAttribute ? Printer.print(arguments.require(0, "attr"), rendering.budget()) : null;
    Arguments test = byAttribute ? arguments.after(1) : arguments;
    List<Value> selected = new ArrayList<>();
    for (Value element : Values.elements(input, rendering.budget())) {
      Value part = ListFilters.path(element, path, rendering.budget());
      boolean passes =
          test.count() == 0
              ? Values.isTrue(part)
              : rendering.test(part, test.text(0, "test").string(), test.after(1));
      if (passes == keeps) {
        selected.add(element);
      }
    }
    return ListValue.of(selected);
  }
}
