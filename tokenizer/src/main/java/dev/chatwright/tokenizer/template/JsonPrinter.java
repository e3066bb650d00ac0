package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Value.BooleanValue;
import dev.chatwright.tokenizer.template.Value.FloatValue;
import dev.chatwright.tokenizer.template.Value.IntegerValue;
import dev.chatwright.tokenizer.template.Value.ListValue;
import dev.chatwright.tokenizer.template.Value.MapValue;
import dev.chatwright.tokenizer.template.Value.NoneValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code tojson}: values as JSON.
 *
 * <p>The result as a whole is trusted no more than the least trusted text in it.
 */
final class JsonPrinter {
  private final StringBuilder out = new StringBuilder();
  private final Budget budget;
  private final @Nullable String indent;
  private final String comma;
  private final String colon;
  private final boolean ascii;
  private final boolean sorted;
  private int origin = Origin.TEMPLATE;
  private int level;

  private JsonPrinter(Arguments arguments, Budget budget) {
    this.budget = budget;
    this.indent = indent(arguments.get(1, "indent", NoneValue.NONE));
    this.ascii = arguments.flag(0, "ensure_ascii");
    this.sorted = arguments.flag(3, "sort_keys");
    Value separators = arguments.get(2, "separators", NoneValue.NONE);
    if (separators instanceof ListValue list && list.elements().size() == 2) {
      this.comma = Values.text(list.elements().get(0), "a separator").string();
      this.colon = Values.text(list.elements().get(1), "a separator").string();
    } else {
      this.comma = indent == null ? ", " : ",";
      this.colon = ": ";
    }
  }

  static Text print(Value value, Arguments arguments, Budget budget) {
    JsonPrinter printer = new JsonPrinter(arguments, budget);
    printer.write(value);
    return Text.of(printer.out.toString(), printer.origin);
  }

  private static @Nullable String indent(Value value) {
    if (value == NoneValue.NONE) {
      return null;
    }
    return value instanceof Text text
        ? text.string()
        : " ".repeat(Math.clamp(Values.integer(value, "the indentation"), 0, 100));
  }

  private void write(Value value) {
    budget.steps(1);
    switch (value) {
      case Text text -> quote(text);
      case IntegerValue(long number) -> out.append(number);
      case FloatValue(double number) -> out.append(number(number));
      case BooleanValue(boolean truth) -> out.append(truth);
      case NoneValue _ -> out.append("null");
      case ListValue list -> writeList(list.elements());
      case MapValue map -> writeMap(map);
      default ->
          throw TemplateFailure.evaluation("%s has no JSON form".formatted(Values.typeName(value)));
    }
  }

  private static String number(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    return Double.isInfinite(number)
        ? (number > 0 ? "Infinity" : "-Infinity")
        : Numbers.format(number);
  }

  private void writeList(List<Value> elements) {
    out.append('[');
    level++;
    String separator = "";
    for (Value element : elements) {
      out.append(separator);
      breakLine();
      write(element);
      separator = comma;
    }
    level--;
    if (!elements.isEmpty()) {
      breakLine();
    }
    out.append(']');
  }

  private void writeMap(MapValue map) {
    List<Map.Entry<Value, Value>> entries = new ArrayList<>(map.entries().entrySet());
    if (sorted) {
      entries.sort(Comparator.comparing(entry -> keyText(entry.getKey()).string()));
    }
    out.append('{');
    level++;
    String separator = "";
    for (Map.Entry<Value, Value> entry : entries) {
      out.append(separator);
      breakLine();
      quote(keyText(entry.getKey()));
      out.append(colon);
      write(entry.getValue());
      separator = comma;
    }
    level--;
    if (!entries.isEmpty()) {
      breakLine();
    }
    out.append('}');
  }

  private static Text keyText(Value key) {
    return switch (key) {
      case Text text -> text;
      case IntegerValue(long number) -> Text.ofTemplate(Long.toString(number));
      case FloatValue(double number) -> Text.ofTemplate(number(number));
      default -> Text.ofTemplate("null");
    };
  }

  private void breakLine() {
    if (indent != null) {
      budget.characters((long) indent.length() * level + 1);
      out.append('\n').repeat(indent, level);
    }
  }

  private void quote(Text text) {
    budget.characters(text.length());
    origin = Origin.merge(origin, text.origin());
    out.append('"');
    text.string().chars().forEach(c -> escape((char) c));
    out.append('"');
  }

  private void escape(char c) {
    Text.requireRoom(out.length());
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\f' -> out.append("\\f");
      case '\b' -> out.append("\\b");
      default -> {
        if (c < ' ' || (ascii && c > '~')) {
          out.append("\\u").append(HexFormat.of().toHexDigits(c));
        } else {
          out.append(c);
        }
      }
    }
  }
}
