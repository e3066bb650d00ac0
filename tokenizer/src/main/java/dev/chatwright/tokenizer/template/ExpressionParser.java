package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses the operators of expressions, loosest first. Confined to one thread. */
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final TokenStream tokens;
  private final PrimaryParser primaries;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
    this.primaries = new PrimaryParser(tokens, this);
  }

  Expression expression() {
    tokens.enter();
    Expression result = or();
    while (tokens.atName("if")) {
      int line = tokens.next().line();
      Expression condition = or();
      Expression otherwise = tokens.skipName("else") ? expression() : null;
      result = new Expression.Conditional(condition, result, otherwise, line);
    }
    tokens.leave();
    return result;
  }

  /** Parses one expression, or several with commas between them, which make a tuple. */
  Expression expressionOrTuple(boolean allowsConditional) {
    int line = tokens.line();
    Expression first = allowsConditional ? expression() : or();
    if (!tokens.atOperator(",")) {
      return first;
    }
    List<Expression> elements = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",") && !atTupleEnd()) {
      elements.add(allowsConditional ? expression() : or());
    }
    return new Expression.Sequence(List.copyOf(elements), true, line);
  }

  private boolean atTupleEnd() {
    return tokens.at(Kind.VARIABLE_END) || tokens.at(Kind.BLOCK_END) || tokens.atOperator(")");
  }

  Expression or() {
    Expression left = and();
    while (tokens.atName("or")) {
      int line = tokens.next().line();
      left = new Expression.Logical(false, left, and(), line);
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (tokens.atName("and")) {
      int line = tokens.next().line();
      left = new Expression.Logical(true, left, not(), line);
    }
    return left;
  }

  private Expression not() {
    if (!tokens.atName("not")) {
      return comparison();
    }
    int line = tokens.next().line();
    tokens.enter();
    Expression operand = not();
    tokens.leave();
    return new Expression.Not(operand, line);
  }

  private Expression comparison() {
    int line = tokens.line();
    Expression first = sum();
    List<Expression.Link> links = new ArrayList<>();
    while (true) {
      if (tokens.at(Kind.OPERATOR) && COMPARISONS.contains(tokens.peek().text())) {
        links.add(new Expression.Link(tokens.next().text(), sum()));
      } else if (tokens.skipName("in")) {
        links.add(new Expression.Link("in", sum()));
      } else if (tokens.atName("not") && tokens.peekSecond().is(Kind.NAME, "in")) {
        tokens.next();
        tokens.next();
        links.add(new Expression.Link("not in", sum()));
      } else {
        return links.isEmpty() ? first : new Expression.Comparison(first, List.copyOf(links), line);
      }
    }
  }

  private Expression sum() {
    Expression left = concatenation();
    while (tokens.atOperator("+") || tokens.atOperator("-")) {
      Token operator = tokens.next();
      left = new Expression.Binary(operator.text(), left, concatenation(), operator.line());
    }
    return left;
  }

  private Expression concatenation() {
    int line = tokens.line();
    Expression first = product();
    if (!tokens.atOperator("~")) {
      return first;
    }
    List<Expression> parts = new ArrayList<>(List.of(first));
    while (tokens.skipOperator("~")) {
      parts.add(product());
    }
    return new Expression.Concatenation(List.copyOf(parts), line);
  }

  private Expression product() {
    Expression left = power();
    while (tokens.atOperator("*")
        || tokens.atOperator("/")
        || tokens.atOperator("//")
        || tokens.atOperator("%")) {
      Token operator = tokens.next();
      left = new Expression.Binary(operator.text(), left, power(), operator.line());
    }
    return left;
  }

  private Expression power() {
    Expression left = signed(true);
    while (tokens.atOperator("**")) {
      int line = tokens.next().line();
      left = new Expression.Binary("**", left, signed(true), line);
    }
    return left;
  }

  private Expression signed(boolean withFilters) {
    Expression operand;
    if (tokens.atOperator("-") || tokens.atOperator("+")) {
      Token sign = tokens.next();
      tokens.enter();
      operand = new Expression.Sign(sign.text().equals("-"), signed(false), sign.line());
      tokens.leave();
    } else {
      operand = primaries.primary();
    }
    operand = primaries.postfix(operand);
    return withFilters ? primaries.filtersAndTests(operand) : operand;
  }

  /** Parses {@code name(arguments)|name…} applied to {@code target}: the head of a filter block. */
  Expression filters(Expression target) {
    return primaries.filters(target);
  }
}
