package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Value.BooleanValue;
import dev.chatwright.tokenizer.template.Value.Callable;
import dev.chatwright.tokenizer.template.Value.ListValue;
import dev.chatwright.tokenizer.template.Value.MapValue;
import dev.chatwright.tokenizer.template.Value.NoneValue;
import dev.chatwright.tokenizer.template.Value.UndefinedValue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One rendering of a template: evaluates its expressions. Confined to one thread. */
final class Rendering {
  private final Budget budget = new Budget();
  private final Clock clock;

  Rendering(Clock clock) {
    this.clock = clock;
  }

  Budget budget() {
    return budget;
  }

  Clock clock() {
    return clock;
  }

  Value evaluate(Expression expression, Scope scope) {
    try {
      budget.steps(1);
      budget.enter();
      Value value = compute(expression, scope);
      budget.leave();
      return value;
    } catch (TemplateFailure failure) {
      throw failure.at(expression.line());
    }
  }

  private Value compute(Expression expression, Scope scope) {
    return switch (expression) {
      case Expression.Constant(Value value, _) -> value;
      case Expression.Name(String name, _) -> scope.find(name);
      case Expression.Sequence sequence -> sequence(sequence, scope);
      case Expression.Mapping mapping -> mapping(mapping, scope);
      case Expression.Attribute(Expression target, String name, _) ->
          Members.attribute(evaluate(target, scope), name);
      case Expression.Subscript(Expression target, Expression index, _) ->
          Members.subscript(evaluate(target, scope), evaluate(index, scope), budget);
      case Expression.Slice slice -> slice(slice, scope);
      case Expression.Call(Expression target, Expression.CallArguments given, _) ->
          call(evaluate(target, scope), arguments(given, scope));
      case Expression.Filter(Expression target, String name, Expression.CallArguments given, _) ->
          filter(evaluate(target, scope), name, arguments(given, scope));
      case Expression.Test(Expression target, String name, Expression.CallArguments given, _) ->
          BooleanValue.of(test(evaluate(target, scope), name, arguments(given, scope)));
      case Expression.Not(Expression operand, _) ->
          BooleanValue.of(!Values.isTrue(evaluate(operand, scope)));
      case Expression.Sign(boolean negative, Expression operand, _) ->
          Numbers.signed(negative, evaluate(operand, scope));
      case Expression.Binary binary -> binary(binary, scope);
      case Expression.Logical(boolean and, Expression left, Expression right, _) -> {
        Value first = evaluate(left, scope);
        yield Values.isTrue(first) == and ? evaluate(right, scope) : first;
      }
      case Expression.Comparison comparison -> BooleanValue.of(compare(comparison, scope));
      case Expression.Concatenation(List<Expression> parts, _) -> concatenate(parts, scope);
      case Expression.Conditional conditional -> choose(conditional, scope);
    };
  }

  private Value sequence(Expression.Sequence sequence, Scope scope) {
    List<Value> elements = evaluateAll(sequence.elements(), scope);
    return sequence.tuple() ? ListValue.tuple(elements) : ListValue.of(elements);
  }

  private List<Value> evaluateAll(List<Expression> expressions, Scope scope) {
    List<Value> values = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      values.add(evaluate(expression, scope));
    }
    return values;
  }

  private Value mapping(Expression.Mapping mapping, Scope scope) {
    Map<Value, Value> entries = new LinkedHashMap<>();
    for (Expression.Pair pair : mapping.pairs()) {
      entries.put(Values.key(evaluate(pair.key(), scope)), evaluate(pair.value(), scope));
    }
    return MapValue.of(entries);
  }

  private Value slice(Expression.Slice slice, Scope scope) {
    Value target = evaluate(slice.target(), scope);
    budget.handle(target);
    return Slicing.slice(
        target,
        optional(slice.start(), scope),
        optional(slice.stop(), scope),
        optional(slice.step(), scope),
        budget);
  }

  private Value optional(@Nullable Expression expression, Scope scope) {
    return expression == null ? NoneValue.NONE : evaluate(expression, scope);
  }

  private Value binary(Expression.Binary binary, Scope scope) {
    Value left = evaluate(binary.left(), scope);
    Value right = evaluate(binary.right(), scope);
    Value result = Numbers.binary(binary.operator(), left, right, budget);
    budget.handle(result);
    return result;
  }

  private boolean compare(Expression.Comparison comparison, Scope scope) {
    Value left = evaluate(comparison.first(), scope);
    for (Expression.Link link : comparison.links()) {
      Value right = evaluate(link.right(), scope);
      if (!holds(left, link.operator(), right)) {
        return false;
      }
      left = right;
    }
    return true;
  }

  private boolean holds(Value left, String operator, Value right) {
    return switch (operator) {
      case "==" -> Values.equal(left, right, budget);
      case "!=" -> !Values.equal(left, right, budget);
      case "<" -> Values.compare(left, right, budget) < 0;
      case "<=" -> Values.compare(left, right, budget) <= 0;
      case ">" -> Values.compare(left, right, budget) > 0;
      case ">=" -> Values.compare(left, right, budget) >= 0;
      case "in" -> Values.contains(right, left, budget);
      case "not in" -> !Values.contains(right, left, budget);
      default -> throw new IllegalStateException(operator);
    };
  }

  private Value concatenate(List<Expression> parts, Scope scope) {
    Text.Builder builder = new Text.Builder();
    for (Expression part : parts) {
      builder.append(Printer.print(evaluate(part, scope), budget));
    }
    budget.characters(builder.length());
    return builder.build();
  }

  private Value choose(Expression.Conditional conditional, Scope scope) {
    if (Values.isTrue(evaluate(conditional.condition(), scope))) {
      return evaluate(conditional.then(), scope);
    }
    Expression otherwise = conditional.otherwise();
    return otherwise == null
        ? new UndefinedValue("the missing else of an if")
        : evaluate(otherwise, scope);
  }

  private Arguments arguments(Expression.CallArguments given, Scope scope) {
    List<Value> positional = evaluateAll(given.positional(), scope);
    Map<String, Value> named = new LinkedHashMap<>();
    for (Expression.Keyword keyword : given.named()) {
      named.put(keyword.name(), evaluate(keyword.value(), scope));
    }
    if (given.spread() != null) {
      positional.addAll(Values.elements(evaluate(given.spread(), scope), budget));
    }
    if (given.spreadNamed() != null
        && evaluate(given.spreadNamed(), scope) instanceof MapValue map) {
      map.entries()
          .forEach(
              (key, value) -> named.put(Values.text(key, "an argument's name").string(), value));
    }
    return new Arguments(positional, named);
  }

  Value call(Value target, Arguments arguments) {
    if (target instanceof Callable callable) {
      Value result = callable.call(arguments, this);
      budget.handle(result);
      return result;
    }
    throw TemplateFailure.evaluation("%s cannot be called".formatted(Values.typeName(target)));
  }

  Value filter(Value input, String name, Arguments arguments) {
    Filters.Filter filter = Filters.find(name);
    if (filter == null) {
      throw TemplateFailure.evaluation("there is no filter '%s'".formatted(name));
    }
    // Filters may apply filters, so that the depth must be counted here too.
    budget.enter();
    budget.steps(1);
    budget.handle(input);
    Value result = filter.apply(input, arguments, this);
    budget.handle(result);
    budget.leave();
    return result;
  }

  boolean test(Value value, String name, Arguments arguments) {
    budget.steps(1);
    return Tests.passes(value, name, arguments, budget);
  }
}
