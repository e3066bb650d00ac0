package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Value.BooleanValue;
import dev.chatwright.tokenizer.template.Value.Callable;
import dev.chatwright.tokenizer.template.Value.FloatValue;
import dev.chatwright.tokenizer.template.Value.IntegerValue;
import dev.chatwright.tokenizer.template.Value.ListValue;
import dev.chatwright.tokenizer.template.Value.MapValue;
import dev.chatwright.tokenizer.template.Value.NamespaceValue;
import dev.chatwright.tokenizer.template.Value.NoneValue;
import dev.chatwright.tokenizer.template.Value.UndefinedValue;
import java.util.HexFormat;
import java.util.Map;

/**
 * Values as text, the way a template prints them.
 *
 * <p>Text stays as it is. A list or mapping is written out with quotes and escapes, and as a whole
 * is trusted no more than the least trusted text in it.
 */
final class Printer {
  private final StringBuilder out = new StringBuilder();
  private final Budget budget;
  private int origin = Origin.TEMPLATE;

  private Printer(Budget budget) {
    this.budget = budget;
  }

  static Text print(Value value, Budget budget) {
    if (value instanceof Text text) {
      return text;
    }
    if (value instanceof UndefinedValue) {
      return Text.EMPTY;
    }
    Printer printer = new Printer(budget);
    printer.write(value);
    return Text.of(printer.out.toString(), printer.origin);
  }

  private void write(Value value) {
    budget.steps(1);
    switch (value) {
      case Text text -> quote(text);
      case IntegerValue(long number) -> out.append(number);
      case FloatValue(double number) -> out.append(Numbers.format(number));
      case BooleanValue(boolean truth) -> out.append(truth ? "True" : "False");
      case NoneValue _ -> out.append("None");
      case UndefinedValue _ -> out.append("Undefined");
      case ListValue list -> writeList(list);
      case MapValue map -> writeMap(map);
      case NamespaceValue _ -> out.append("<namespace>");
      case Callable _ -> out.append("<function>");
      case LoopValue _ -> out.append("<loop>");
    }
  }

  private void writeList(ListValue list) {
    out.append(list.tuple() ? '(' : '[');
    String separator = "";
    for (Value element : list.elements()) {
      out.append(separator);
      write(element);
      separator = ", ";
    }
    out.append(list.tuple() ? (list.elements().size() == 1 ? ",)" : ")") : "]");
  }

  private void writeMap(MapValue map) {
    out.append('{');
    String separator = "";
    for (Map.Entry<Value, Value> entry : map.entries().entrySet()) {
      out.append(separator);
      write(entry.getKey());
      out.append(": ");
      write(entry.getValue());
      separator = ", ";
    }
    out.append('}');
  }

  private void quote(Text text) {
    budget.characters(text.length());
    origin = Origin.merge(origin, text.origin());
    String string = text.string();
    char quote = string.indexOf('\'') >= 0 && string.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    string.codePoints().forEach(c -> escape(c, quote));
    out.append(quote);
  }

  private void escape(int c, char quote) {
    Text.requireRoom(out.length());
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          int digits = c < 256 ? 2 : c < 65536 ? 4 : 8;
          out.append(digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U");
          out.append(HexFormat.of().toHexDigits(c, digits));
        }
      }
    }
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
