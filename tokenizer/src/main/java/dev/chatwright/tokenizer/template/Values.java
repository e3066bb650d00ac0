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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Truth, iteration, equality and order of values. */
final class Values {
  private Values() {}

  static boolean isTrue(Value value) {
    return switch (value) {
      case Text text -> text.length() > 0;
      case IntegerValue(long number) -> number != 0;
      case FloatValue(double number) -> number != 0;
      case BooleanValue(boolean truth) -> truth;
      case NoneValue _, UndefinedValue _ -> false;
      case ListValue list -> !list.elements().isEmpty();
      case MapValue map -> !map.entries().isEmpty();
      case NamespaceValue _, Callable _, LoopValue _ -> true;
    };
  }

  static String typeName(Value value) {
    return switch (value) {
      case Text _ -> "a string";
      case IntegerValue _ -> "an integer";
      case FloatValue _ -> "a float";
      case BooleanValue _ -> "a boolean";
      case NoneValue _ -> "none";
      case UndefinedValue(String name) -> "undefined ('" + name + "')";
      case ListValue _ -> "a list";
      case MapValue _ -> "a mapping";
      case NamespaceValue _ -> "a namespace";
      case Callable _ -> "a function";
      case LoopValue _ -> "a loop";
    };
  }

  static List<Value> elements(Value value, Budget budget) {
    List<Value> elements =
        switch (value) {
          case ListValue list -> list.elements();
          case MapValue map -> new ArrayList<>(map.entries().keySet());
          case Text text -> characters(text, budget);
          case UndefinedValue _ -> List.of();
          default ->
              throw TemplateFailure.evaluation("%s has no elements".formatted(typeName(value)));
        };
    budget.steps(elements.size());
    return elements;
  }

  private static List<Value> characters(Text text, Budget budget) {
    budget.steps(text.length());
    List<Value> characters = new ArrayList<>(text.length());
    for (int at = 0; at < text.length(); ) {
      int next = at + Character.charCount(text.string().codePointAt(at));
      characters.add(text.slice(at, next));
      at = next;
    }
    return characters;
  }

  static int size(Value value) {
    return switch (value) {
      case Text text -> text.codePoints();
      case ListValue list -> list.elements().size();
      case MapValue map -> map.entries().size();
      case UndefinedValue _ -> 0;
      default -> throw TemplateFailure.evaluation("%s has no length".formatted(typeName(value)));
    };
  }

  static Text text(Value value, String what) {
    if (value instanceof Text text) {
      return text;
    }
    throw TemplateFailure.evaluation(
        "%s is %s, expected a string".formatted(what, typeName(value)));
  }

  static long integer(Value value, String what) {
    return switch (value) {
      case IntegerValue(long number) -> number;
      case BooleanValue(boolean truth) -> truth ? 1 : 0;
      default ->
          throw TemplateFailure.evaluation(
              "%s is %s, expected an integer".formatted(what, typeName(value)));
    };
  }

  static boolean isNumber(Value value) {
    return value instanceof IntegerValue
        || value instanceof FloatValue
        || value instanceof BooleanValue;
  }

  static double number(Value value) {
    return value instanceof FloatValue(double number) ? number : integer(value, "a number");
  }

  static boolean equal(Value a, Value b, Budget budget) {
    budget.steps(1);
    if (isNumber(a) && isNumber(b)) {
      return compareNumbers(a, b) == 0;
    }
    return switch (a) {
      case Text text -> {
        budget.characters(text.length());
        yield text.equals(b);
      }
      case UndefinedValue _ -> b instanceof UndefinedValue;
      case ListValue list -> b instanceof ListValue other && equalLists(list, other, budget);
      case MapValue map -> b instanceof MapValue other && equalMaps(map, other, budget);
      default -> a.equals(b);
    };
  }

  private static boolean equalLists(ListValue a, ListValue b, Budget budget) {
    boolean equal = a.elements().size() == b.elements().size() && a.tuple() == b.tuple();
    for (int i = 0; equal && i < a.elements().size(); i++) {
      equal = equal(a.elements().get(i), b.elements().get(i), budget);
    }
    return equal;
  }

  private static boolean equalMaps(MapValue a, MapValue b, Budget budget) {
    boolean equal = a.entries().size() == b.entries().size();
    for (Map.Entry<Value, Value> entry : a.entries().entrySet()) {
      Value other = equal ? b.entries().get(entry.getKey()) : null;
      equal = other != null && equal(entry.getValue(), other, budget);
    }
    return equal;
  }

  /** Returns the order of two numbers, two strings or two lists; others have none. */
  static int compare(Value a, Value b, Budget budget) {
    budget.steps(1);
    if (isNumber(a) && isNumber(b)) {
      return compareNumbers(a, b);
    }
    if (a instanceof Text first && b instanceof Text second) {
      budget.characters(Math.min(first.length(), second.length()));
      return first.compareTo(second);
    }
    if (a instanceof ListValue first && b instanceof ListValue second) {
      return compareLists(first.elements(), second.elements(), budget);
    }
    throw TemplateFailure.evaluation("%s and %s have no order".formatted(typeName(a), typeName(b)));
  }

  private static int compareLists(List<Value> a, List<Value> b, Budget budget) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      if (!equal(a.get(i), b.get(i), budget)) {
        return compare(a.get(i), b.get(i), budget);
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int compareNumbers(Value a, Value b) {
    if (a instanceof FloatValue || b instanceof FloatValue) {
      double first = number(a);
      double second = number(b);
      // Zeros are equal whatever their sign, which Double.compare denies.
      return first == second ? 0 : Double.compare(first, second);
    }
    return Long.compare(integer(a, "a number"), integer(b, "a number"));
  }

  static boolean contains(Value container, Value item, Budget budget) {
    return switch (container) {
      case Text text -> {
        String needle = text(item, "what is looked for in a string").string();
        budget.search(text.string(), needle);
        yield text.string().contains(needle);
      }
      case MapValue map -> map.entries().containsKey(key(item));
      case ListValue list -> {
        boolean found = false;
        for (int i = 0; !found && i < list.elements().size(); i++) {
          found = equal(list.elements().get(i), item, budget);
        }
        yield found;
      }
      case UndefinedValue _ -> false;
      default ->
          throw TemplateFailure.evaluation("nothing can be in %s".formatted(typeName(container)));
    };
  }

  /** Returns {@code value} as the key of a mapping: equal numbers are one key. */
  static Value key(Value value) {
    return switch (value) {
      case BooleanValue(boolean truth) -> new IntegerValue(truth ? 1 : 0);
      case FloatValue(double number) when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          new IntegerValue((long) number);
      case Text _, IntegerValue _, FloatValue _, NoneValue _ -> value;
      default ->
          throw TemplateFailure.evaluation(
              "%s cannot be a key of a mapping".formatted(typeName(value)));
    };
  }
}
