package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Expression.CallArguments;
import dev.chatwright.tokenizer.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses what binds tightest: literals, names, subscripts, calls, filters and tests. */
final class PrimaryParser {
  /** Words that follow a test without an argument. */
  private static final Set<String> NO_ARGUMENT =
      Set.of("else", "or", "and", "if", "in", "not", "is");

  private final TokenStream tokens;
  private final ExpressionParser expressions;

  PrimaryParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  Expression primary() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NAME -> name(tokens.next());
      case STRING -> string();
      case INTEGER -> integer(tokens.next());
      case FLOAT -> {
        double number = Double.parseDouble(tokens.next().text());
        yield new Expression.Constant(new Value.FloatValue(number), token.line());
      }
      case OPERATOR -> bracketed(token);
      default -> throw tokens.failure("expected an expression, found " + token.describe());
    };
  }

  private static Expression name(Token token) {
    return switch (token.text()) {
      case "true", "True" -> new Expression.Constant(Value.BooleanValue.TRUE, token.line());
      case "false", "False" -> new Expression.Constant(Value.BooleanValue.FALSE, token.line());
      case "none", "None" -> new Expression.Constant(Value.NoneValue.NONE, token.line());
      default -> new Expression.Name(token.text(), token.line());
    };
  }

  private Expression string() {
    int line = tokens.line();
    StringBuilder text = new StringBuilder();
    while (tokens.at(Kind.STRING)) {
      text.append(tokens.next().text());
    }
    return new Expression.Constant(Text.ofTemplate(text.toString()), line);
  }

  private Expression integer(Token token) {
    try {
      return new Expression.Constant(
          new Value.IntegerValue(Long.parseLong(token.text())), token.line());
    } catch (NumberFormatException _) {
      throw tokens.failure("a number does not fit into 64 bits");
    }
  }

  private Expression bracketed(Token token) {
    return switch (token.text()) {
      case "(" -> parenthesized();
      case "[" -> list();
      case "{" -> mapping();
      default -> throw tokens.failure("expected an expression, found " + token.describe());
    };
  }

  private Expression parenthesized() {
    int line = tokens.next().line();
    if (tokens.skipOperator(")")) {
      return new Expression.Sequence(List.of(), true, line);
    }
    Expression inner = expressions.expressionOrTuple(true);
    tokens.expectOperator(")");
    return inner;
  }

  private Expression list() {
    int line = tokens.next().line();
    List<Expression> elements = new ArrayList<>();
    while (!tokens.skipOperator("]")) {
      elements.add(expressions.expression());
      if (!tokens.atOperator("]")) {
        tokens.expectOperator(",");
      }
    }
    return new Expression.Sequence(List.copyOf(elements), false, line);
  }

  private Expression mapping() {
    int line = tokens.next().line();
    List<Expression.Pair> pairs = new ArrayList<>();
    while (!tokens.skipOperator("}")) {
      Expression key = expressions.expression();
      tokens.expectOperator(":");
      pairs.add(new Expression.Pair(key, expressions.expression()));
      if (!tokens.atOperator("}")) {
        tokens.expectOperator(",");
      }
    }
    return new Expression.Mapping(List.copyOf(pairs), line);
  }

  Expression postfix(Expression start) {
    Expression target = start;
    while (true) {
      if (tokens.atOperator(".")) {
        target = attribute(target);
      } else if (tokens.atOperator("[")) {
        target = subscript(target);
      } else if (tokens.atOperator("(")) {
        int line = tokens.line();
        target = new Expression.Call(target, callArguments(), line);
      } else {
        return target;
      }
    }
  }

  private Expression attribute(Expression target) {
    int line = tokens.next().line();
    if (tokens.at(Kind.INTEGER)) {
      return new Expression.Subscript(target, integer(tokens.next()), line);
    }
    return new Expression.Attribute(target, tokens.expect(Kind.NAME, "a name").text(), line);
  }

  private Expression subscript(Expression target) {
    int line = tokens.next().line();
    Expression start = tokens.atOperator(":") ? null : expressions.expression();
    if (start != null && tokens.skipOperator("]")) {
      return new Expression.Subscript(target, start, line);
    }
    tokens.expectOperator(":");
    Expression stop = sliceBound();
    Expression step = tokens.skipOperator(":") ? sliceBound() : null;
    tokens.expectOperator("]");
    return new Expression.Slice(target, start, stop, step, line);
  }

  private @Nullable Expression sliceBound() {
    return tokens.atOperator(":") || tokens.atOperator("]") ? null : expressions.expression();
  }

  Expression filtersAndTests(Expression start) {
    Expression target = start;
    while (true) {
      if (tokens.skipOperator("|")) {
        target = filter(target);
      } else if (tokens.skipName("is")) {
        target = test(target);
      } else if (tokens.atOperator("(")) {
        int line = tokens.line();
        target = new Expression.Call(target, callArguments(), line);
      } else {
        return target;
      }
    }
  }

  Expression filters(Expression start) {
    Expression target = filter(start);
    while (tokens.skipOperator("|")) {
      target = filter(target);
    }
    return target;
  }

  private Expression filter(Expression target) {
    Token name = tokens.expect(Kind.NAME, "the name of a filter");
    CallArguments arguments = tokens.atOperator("(") ? callArguments() : CallArguments.NONE;
    return new Expression.Filter(target, name.text(), arguments, name.line());
  }

  private Expression test(Expression target) {
    boolean negated = tokens.skipName("not");
    Token name = tokens.expect(Kind.NAME, "the name of a test");
    Expression test = new Expression.Test(target, name.text(), testArguments(), name.line());
    return negated ? new Expression.Not(test, name.line()) : test;
  }

  private CallArguments testArguments() {
    if (tokens.atOperator("(")) {
      return callArguments();
    }
    boolean argumentFollows =
        switch (tokens.peek().kind()) {
          case NAME -> !NO_ARGUMENT.contains(tokens.peek().text());
          case STRING, INTEGER, FLOAT -> true;
          case OPERATOR -> tokens.atOperator("[") || tokens.atOperator("{");
          default -> false;
        };
    return argumentFollows ? CallArguments.of(List.of(postfix(primary()))) : CallArguments.NONE;
  }

  CallArguments callArguments() {
    tokens.expectOperator("(");
    List<Expression> positional = new ArrayList<>();
    List<Expression.Keyword> named = new ArrayList<>();
    Expression spread = null;
    Expression spreadNamed = null;
    while (!tokens.skipOperator(")")) {
      if (spreadNamed == null && tokens.skipOperator("**")) {
        spreadNamed = expressions.expression();
      } else if (spread == null && spreadNamed == null && tokens.skipOperator("*")) {
        spread = expressions.expression();
      } else if (tokens.at(Kind.NAME) && tokens.peekSecond().is(Kind.OPERATOR, "=")) {
        String name = tokens.next().text();
        tokens.expectOperator("=");
        named.add(new Expression.Keyword(name, expressions.expression()));
      } else if (named.isEmpty() && spread == null && spreadNamed == null) {
        positional.add(expressions.expression());
      } else {
        throw tokens.failure("a positional argument follows a named one");
      }
      if (!tokens.atOperator(")")) {
        tokens.expectOperator(",");
      }
    }
    return new CallArguments(List.copyOf(positional), List.copyOf(named), spread, spreadNamed);
  }
}
