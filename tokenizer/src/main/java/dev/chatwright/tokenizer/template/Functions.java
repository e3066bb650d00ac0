package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.ChatTemplateException.Reason;
import dev.chatwright.tokenizer.template.Value.Callable;
import dev.chatwright.tokenizer.template.Value.IntegerValue;
import dev.chatwright.tokenizer.template.Value.ListValue;
import dev.chatwright.tokenizer.template.Value.MapValue;
import dev.chatwright.tokenizer.template.Value.NamespaceValue;
import dev.chatwright.tokenizer.template.Value.UndefinedValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions every template can call. */
final class Functions {
  private static final int LONGEST_REFUSAL = 1_000;

  private Functions() {}

  static void addTo(Scope scope) {
    scope.set("range", (Callable) Functions::range);
    scope.set("dict", (Callable) (arguments, _) -> MapValue.of(entries(arguments)));
    scope.set("namespace", (Callable) (arguments, _) -> namespace(arguments));
    scope.set("raise_exception", (Callable) Functions::refuse);
    scope.set("strftime_now", (Callable) Functions::time);
    scope.set("joiner", (Callable) (arguments, _) -> joiner(arguments));
    scope.set("cycler", (Callable) (arguments, _) -> cycler(arguments));
  }

  private static Value range(Arguments arguments, Rendering rendering) {
    boolean onlyStop = arguments.count() == 1;
    long start = onlyStop ? 0 : arguments.integer(0, "start", 0);
    long stop = Values.integer(arguments.require(onlyStop ? 0 : 1, "stop"), "the end of a range");
    long step = arguments.integer(2, "step", 1);
    if (step == 0) {
      throw TemplateFailure.evaluation("the step of a range is 0");
    }
    List<Value> numbers = new ArrayList<>();
    for (long number = start; step > 0 ? number < stop : number > stop; number += step) {
      if (numbers.size() >= TemplateLimits.RANGE) {
        throw TemplateFailure.limit(
            "a range has more than %d numbers".formatted(TemplateLimits.RANGE));
      }
      numbers.add(new IntegerValue(number));
      if (step > 0 ? number > Long.MAX_VALUE - step : number < Long.MIN_VALUE - step) {
        break;
      }
    }
    rendering.budget().steps(numbers.size());
    return ListValue.of(numbers);
  }

  private static Map<Value, Value> entries(Arguments arguments) {
    Map<Value, Value> entries = new LinkedHashMap<>();
    if (arguments.count() > 0) {
      if (!(arguments.positional().getFirst() instanceof MapValue map)) {
        throw TemplateFailure.evaluation("a mapping can only be made from a mapping");
      }
      entries.putAll(map.entries());
    }
    arguments.named().forEach((name, value) -> entries.put(Text.ofTemplate(name), value));
    return entries;
  }

  private static Value namespace(Arguments arguments) {
    NamespaceValue namespace = new NamespaceValue();
    entries(arguments)
        .forEach(
            (name, value) -> setAttribute(namespace, Values.text(name, "a name").string(), value));
    return namespace;
  }

  static void setAttribute(NamespaceValue namespace, String name, Value value) {
    if (name.startsWith("_")) {
      throw TemplateFailure.evaluation("access to '%s' is not allowed".formatted(name));
    }
    namespace.attributes().put(name, value);
  }

  private static Value refuse(Arguments arguments, Rendering rendering) {
    String message =
        Printer.print(arguments.get(0, "message", Text.EMPTY), rendering.budget()).string();
    throw new TemplateFailure(
        Reason.REFUSED, message.substring(0, Math.min(LONGEST_REFUSAL, message.length())));
  }

  private static Value time(Arguments arguments, Rendering rendering) {
    String format = arguments.text(0, "format").string();
    return Text.ofTemplate(TimeFormat.format(format, rendering.clock()));
  }

  private static Value joiner(Arguments arguments) {
    Value separator = arguments.get(0, "sep", Text.ofTemplate(", "));
    boolean[] used = {false};
    return (Callable)
        (_, _) -> {
          Value result = used[0] ? separator : Text.EMPTY;
          used[0] = true;
          return result;
        };
  }

  private static Value cycler(Arguments arguments) {
    List<Value> items = arguments.positional();
    if (items.isEmpty()) {
      throw TemplateFailure.evaluation("a cycler needs something to cycle through");
    }
    NamespaceValue cycler = new NamespaceValue();
    int[] next = {0};
    cycler.attributes().put("current", items.getFirst());
    cycler
        .attributes()
        .put(
            "next",
            (Callable)
                (_, _) -> {
                  Value item = items.get(next[0]);
                  next[0] = (next[0] + 1) % items.size();
                  cycler.attributes().put("current", items.get(next[0]));
                  return item;
                });
    cycler
        .attributes()
        .put(
            "reset",
            (Callable)
                (_, _) -> {
                  next[0] = 0;
                  cycler.attributes().put("current", items.getFirst());
                  return new UndefinedValue("reset");
                });
    return cycler;
  }
}
