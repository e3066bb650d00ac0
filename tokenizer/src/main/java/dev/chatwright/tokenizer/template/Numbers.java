package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Value.BooleanValue;
import dev.chatwright.tokenizer.template.Value.FloatValue;
import dev.chatwright.tokenizer.template.Value.IntegerValue;
import dev.chatwright.tokenizer.template.Value.ListValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Arithmetic, and {@code +} and {@code *} of texts and lists. */
final class Numbers {
  private Numbers() {}

  static Value binary(String operator, Value left, Value right, Budget budget) {
    if (operator.equals("+") && left instanceof Text a && right instanceof Text b) {
      return a.plus(b);
    }
    if (operator.equals("+") && left instanceof ListValue a && right instanceof ListValue b) {
      List<Value> joined = new ArrayList<>(a.elements());
      joined.addAll(b.elements());
      return ListValue.of(joined);
    }
    if (operator.equals("*") && !(Values.isNumber(left) && Values.isNumber(right))) {
      return Values.isNumber(left) ? repeat(right, left) : repeat(left, right);
    }
    if (operator.equals("%") && left instanceof Text format) {
      List<Value> values = right instanceof ListValue list ? list.elements() : List.of(right);
      return TextFormat.format(format, values, budget);
    }
    if (!Values.isNumber(left) || !Values.isNumber(right)) {
      throw TemplateFailure.evaluation(
          "'%s' does not fit %s and %s"
              .formatted(operator, Values.typeName(left), Values.typeName(right)));
    }
    boolean floating = left instanceof FloatValue || right instanceof FloatValue;
    return floating || operator.equals("/")
        ? floating(operator, Values.number(left), Values.number(right))
        : whole(operator, Values.integer(left, "a number"), Values.integer(right, "a number"));
  }

  private static Value repeat(Value value, Value times) {
    long count = Math.max(0, Values.integer(times, "the number of repetitions"));
    if (value instanceof Text text) {
      requireAtMost(text.length(), count, TemplateLimits.TEXT_CHARACTERS, "characters");
      Text.Builder builder = new Text.Builder();
      for (long i = 0; text.length() > 0 && i < count; i++) {
        builder.append(text);
      }
      return builder.build();
    }
    if (value instanceof ListValue list) {
      requireAtMost(list.elements().size(), count, TemplateLimits.RANGE, "elements");
      List<Value> elements = new ArrayList<>();
      for (long i = 0; !list.elements().isEmpty() && i < count; i++) {
        elements.addAll(list.elements());
      }
      return ListValue.of(elements);
    }
    throw TemplateFailure.evaluation("%s cannot be repeated".formatted(Values.typeName(value)));
  }

  private static void requireAtMost(long size, long count, long limit, String what) {
    if (size > 0 && count > limit / size) {
      throw TemplateFailure.limit("a repetition gives more than %d %s".formatted(limit, what));
    }
  }

  private static Value whole(String operator, long a, long b) {
    try {
      return switch (operator) {
        case "+" -> new IntegerValue(Math.addExact(a, b));
        case "-" -> new IntegerValue(Math.subtractExact(a, b));
        case "*" -> new IntegerValue(Math.multiplyExact(a, b));
        case "//" -> new IntegerValue(Math.floorDivExact(a, b));
        case "%" -> new IntegerValue(Math.floorMod(a, b));
        case "**" -> b < 0 ? floating("**", (double) a, (double) b) : new IntegerValue(power(a, b));
        default -> throw new IllegalStateException(operator);
      };
    } catch (ArithmeticException _) {
      throw TemplateFailure.evaluation(
          b == 0 && !operator.equals("**") ? "division by zero" : "a number leaves 64 bits");
    }
  }

  private static long power(long base, long exponent) {
    long result = 1;
    if (base >= -1 && base <= 1) {
      return (base == -1 && exponent % 2 == 0) || exponent == 0 ? 1 : base;
    }
    // At most 63 rounds, for then the product overflows.
    for (long i = 0; i < exponent; i++) {
      result = Math.multiplyExact(result, base);
    }
    return result;
  }

  private static Value floating(String operator, double a, double b) {
    if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
      throw TemplateFailure.evaluation("division by zero");
    }
    return new FloatValue(
        switch (operator) {
          case "+" -> a + b;
          case "-" -> a - b;
          case "*" -> a * b;
          case "/" -> a / b;
          case "//" -> Math.floor(a / b);
          case "%" -> floorRemainder(a, b);
          case "**" -> Math.pow(a, b);
          default -> throw new IllegalStateException(operator);
        });
  }

  private static double floorRemainder(double a, double b) {
    double remainder = a % b;
    return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
  }

  static Value signed(boolean negative, Value value) {
    return switch (value) {
      case IntegerValue(long number) -> negative ? whole("-", 0, number) : value;
      case FloatValue(double number) -> new FloatValue(negative ? -number : number);
      case BooleanValue(boolean truth) -> new IntegerValue(!truth ? 0 : negative ? -1 : 1);
      default ->
          throw TemplateFailure.evaluation("%s has no sign".formatted(Values.typeName(value)));
    };
  }

  /** Returns a float's shortest decimal form, with a point or an exponent. */
  static String format(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (number == 0 || (exponent >= -4 && exponent < 16)) {
      String plain = number == 0 ? "0.0" : decimal.toPlainString();
      String signed = number == 0 && 1 / number < 0 ? "-" + plain : plain;
      return signed.contains(".") ? signed : signed + ".0";
    }
    String digits = decimal.unscaledValue().abs().toString();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return "%s%s%se%s%02d"
        .formatted(
            number < 0 ? "-" : "",
            digits.charAt(0),
            fraction,
            exponent < 0 ? "-" : "+",
            Math.abs(exponent));
  }
}
