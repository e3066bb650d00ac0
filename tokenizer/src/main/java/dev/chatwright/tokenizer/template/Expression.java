package dev.chatwright.tokenizer.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression of a parsed template. Immutable. */
sealed interface Expression {

  /** Returns the line it stands on, from 1. */
  int line();

  /** A literal. */
  record Constant(Value value, int line) implements Expression {}

  /** A variable. */
  record Name(String name, int line) implements Expression {}

  /** {@code [a, b]} or {@code (a, b)}. */
  record Sequence(List<Expression> elements, boolean tuple, int line) implements Expression {}

  /** {@code {key: value}}. */
  record Mapping(List<Pair> pairs, int line) implements Expression {}

  /** One entry of a mapping. */
  record Pair(Expression key, Expression value) {}

  /** {@code target.name}. */
  record Attribute(Expression target, String name, int line) implements Expression {}

  /** {@code target[index]}. */
  record Subscript(Expression target, Expression index, int line) implements Expression {}

  /** {@code target[start:stop:step]}. */
  record Slice(
      Expression target,
      @Nullable Expression start,
      @Nullable Expression stop,
      @Nullable Expression step,
      int line)
      implements Expression {}

  /** {@code target(arguments)}. */
  record Call(Expression target, CallArguments arguments, int line) implements Expression {}

  /** {@code target|name(arguments)}. */
  record Filter(Expression target, String name, CallArguments arguments, int line)
      implements Expression {}

  /** {@code target is name(arguments)}. */
  record Test(Expression target, String name, CallArguments arguments, int line)
      implements Expression {}

  /** {@code not operand}. */
  record Not(Expression operand, int line) implements Expression {}

  /** {@code -operand} or {@code +operand}. */
  record Sign(boolean negative, Expression operand, int line) implements Expression {}

  /** Arithmetic. */
  record Binary(String operator, Expression left, Expression right, int line)
      implements Expression {}

  /** {@code left and right}, or {@code or}: gives the operand that decides. */
  record Logical(boolean and, Expression left, Expression right, int line) implements Expression {}

  /** {@code first < second < third}: true if every link holds. */
  record Comparison(Expression first, List<Link> links, int line) implements Expression {}

  /** One step of a comparison. */
  record Link(String operator, Expression right) {}

  /** {@code a ~ b ~ c}. */
  record Concatenation(List<Expression> parts, int line) implements Expression {}

  /** {@code then if condition else otherwise}. */
  record Conditional(
      Expression condition, Expression then, @Nullable Expression otherwise, int line)
      implements Expression {}

  /** The arguments of a call, filter or test. */
  record CallArguments(
      List<Expression> positional,
      List<Keyword> named,
      @Nullable Expression spread,
      @Nullable Expression spreadNamed) {
    static final CallArguments NONE = of(List.of());

    static CallArguments of(List<Expression> positional) {
      return new CallArguments(positional, List.of(), null, null);
    }
  }

  /** A named argument. */
  record Keyword(String name, Expression value) {}
}
