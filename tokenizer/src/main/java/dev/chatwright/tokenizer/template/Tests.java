package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Value.BooleanValue;
import dev.chatwright.tokenizer.template.Value.Callable;
import dev.chatwright.tokenizer.template.Value.FloatValue;
import dev.chatwright.tokenizer.template.Value.IntegerValue;
import dev.chatwright.tokenizer.template.Value.ListValue;
import dev.chatwright.tokenizer.template.Value.MapValue;
import dev.chatwright.tokenizer.template.Value.NoneValue;
import dev.chatwright.tokenizer.template.Value.UndefinedValue;

/** The questions a template may ask with {@code value is name}. */
final class Tests {
  private Tests() {}

  static boolean passes(Value value, String name, Arguments arguments, Budget budget) {
    return switch (name) {
      case "defined" -> !(value instanceof UndefinedValue);
      case "undefined" -> value instanceof UndefinedValue;
      case "none" -> value == NoneValue.NONE;
      case "string" -> value instanceof Text;
      case "number" -> Values.isNumber(value);
      case "integer" -> value instanceof IntegerValue;
      case "float" -> value instanceof FloatValue;
      case "boolean" -> value instanceof BooleanValue;
      case "true" -> value.equals(BooleanValue.TRUE);
      case "false" -> value.equals(BooleanValue.FALSE);
      case "mapping" -> value instanceof MapValue;
      case "sequence", "iterable" -> hasElements(value);
      case "callable" -> value instanceof Callable;
      case "lower" -> cased(value, budget, TextEditing.lower(Printer.print(value, budget)));
      case "upper" -> cased(value, budget, TextEditing.upper(Printer.print(value, budget)));
      case "odd" -> Math.floorMod(Values.integer(value, "the number"), 2L) == 1;
      case "even" -> Math.floorMod(Values.integer(value, "the number"), 2L) == 0;
      case "divisibleby" -> divides(arguments.integer(0, "num", 0), value);
      case "filter" -> Filters.find(Values.text(value, "the name of a filter").string()) != null;
      default -> compares(value, name, arguments, budget);
    };
  }

  private static boolean compares(Value value, String name, Arguments arguments, Budget budget) {
    return switch (name) {
      case "eq", "equalto", "==" -> Values.equal(value, other(arguments), budget);
      case "ne", "!=" -> !Values.equal(value, other(arguments), budget);
      case "lt", "lessthan", "<" -> Values.compare(value, other(arguments), budget) < 0;
      case "le", "<=" -> Values.compare(value, other(arguments), budget) <= 0;
      case "gt", "greaterthan", ">" -> Values.compare(value, other(arguments), budget) > 0;
      case "ge", ">=" -> Values.compare(value, other(arguments), budget) >= 0;
      case "in" -> Values.contains(other(arguments), value, budget);
      case "sameas" -> sameScalar(value, other(arguments));
      default -> throw TemplateFailure.evaluation("there is no test '%s'".formatted(name));
    };
  }

  private static Value other(Arguments arguments) {
    return arguments.require(0, "other");
  }

  private static boolean sameScalar(Value a, Value b) {
    return a instanceof Value.Scalar && a.equals(b);
  }

  private static boolean hasElements(Value value) {
    return value instanceof Text
        || value instanceof ListValue
        || value instanceof MapValue
        || value instanceof UndefinedValue;
  }

  private static boolean cased(Value value, Budget budget, Text changed) {
    Text text = Printer.print(value, budget);
    return text.equals(changed) && !TextEditing.lower(text).equals(TextEditing.upper(text));
  }

  private static boolean divides(long divisor, Value value) {
    if (divisor == 0) {
      throw TemplateFailure.evaluation("division by zero");
    }
    return Math.floorMod(Values.integer(value, "the number"), divisor) == 0;
  }
}
