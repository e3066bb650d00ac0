package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Filters.Filter;
import dev.chatwright.tokenizer.template.Value.BooleanValue;
import dev.chatwright.tokenizer.template.Value.FloatValue;
import dev.chatwright.tokenizer.template.Value.IntegerValue;
import dev.chatwright.tokenizer.template.Value.NoneValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;

/** Filters that make numbers. */
final class NumberFilters {
  /** A longer text is no number this interpreter reads; parsing it would take long. */
  private static final int DIGITS = 400;

  private NumberFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("int", (input, a, _) -> toInteger(input, a));
    filters.put("float", (input, a, _) -> toFloat(input, a));
    filters.put("abs", (input, _, _) -> absolute(input));
    filters.put("round", (input, a, _) -> round(input, a));
  }

  private static Value toInteger(Value input, Arguments arguments) {
    Value fallback = arguments.get(0, "default", new IntegerValue(0));
    return switch (input) {
      case IntegerValue _ -> input;
      case BooleanValue(boolean truth) -> new IntegerValue(truth ? 1 : 0);
      case FloatValue(double number) when Math.abs(number) < 0x1p62 ->
          new IntegerValue((long) number);
      case Text text -> parseInteger(text, (int) arguments.integer(1, "base", 10), fallback);
      case Value.UndefinedValue(String name) ->
          throw TemplateFailure.evaluation("'%s' is undefined, so it is no number".formatted(name));
      default -> fallback;
    };
  }

  private static Value parseInteger(Text text, int base, Value fallback) {
    String digits = TextEditing.strip(text, null, true, true).string();
    if (digits.length() > DIGITS || base < 2 || base > 36) {
      return fallback;
    }
    String lower = digits.toLowerCase(Locale.ROOT);
    String prefix = base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : "";
    String bare = lower.startsWith(prefix) ? lower.substring(prefix.length()) : lower;
    try {
      return new IntegerValue(Long.parseLong(bare, base));
    } catch (NumberFormatException _) {
      // What is no whole number may still be a float, whose fraction is dropped.
      Value number = parseFloat(text, fallback);
      return number instanceof FloatValue(double value) && Math.abs(value) < 0x1p62
          ? new IntegerValue((long) value)
          : fallback;
    }
  }

  private static Value toFloat(Value input, Arguments arguments) {
    Value fallback = arguments.get(0, "default", new FloatValue(0));
    if (input instanceof Value.UndefinedValue(String name)) {
      throw TemplateFailure.evaluation("'%s' is undefined, so it is no number".formatted(name));
    }
    if (input instanceof Text text) {
      return parseFloat(text, fallback);
    }
    return Values.isNumber(input) ? new FloatValue(Values.number(input)) : fallback;
  }

  private static Value parseFloat(Text text, Value fallback) {
    String digits = TextEditing.strip(text, null, true, true).string();
    boolean plain =
        digits.length() <= DIGITS
            && digits.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0);
    try {
      return plain ? new FloatValue(Double.parseDouble(digits)) : fallback;
    } catch (NumberFormatException _) {
      return fallback;
    }
  }

  private static Value absolute(Value input) {
    if (!Values.isNumber(input)) {
      throw TemplateFailure.evaluation(
          "%s has no absolute value".formatted(Values.typeName(input)));
    }
    return Values.number(input) < 0 ? Numbers.signed(true, input) : Numbers.signed(false, input);
  }

  private static Value round(Value input, Arguments arguments) {
    if (!Values.isNumber(input)) {
      throw TemplateFailure.evaluation("%s cannot be rounded".formatted(Values.typeName(input)));
    }
    double number = Values.number(input);
    int places = Math.clamp(arguments.integer(0, "precision", 0), -300, 300);
    String method = arguments.get(1, "method", NoneValue.NONE) instanceof Text t ? t.string() : "";
    RoundingMode mode =
        switch (method) {
          case "ceil" -> RoundingMode.CEILING;
          case "floor" -> RoundingMode.FLOOR;
          default -> RoundingMode.HALF_EVEN;
        };
    return Double.isFinite(number)
        ? new FloatValue(new BigDecimal(number).setScale(places, mode).doubleValue())
        : input;
  }
}
