package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.ChatTemplateException.Reason;
import dev.chatwright.tokenizer.template.Statement.Target;
import dev.chatwright.tokenizer.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses statements. Confined to one thread. */
final class TemplateParser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private int loops;

  private TemplateParser(TokenStream tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
  }

  static List<Statement> parse(String source) {
    if (source.length() > TemplateLimits.SOURCE_CHARACTERS) {
      throw new ChatTemplateException(
          Reason.LIMIT,
          1,
          "the source has %d characters, more than %d"
              .formatted(source.length(), TemplateLimits.SOURCE_CHARACTERS));
    }
    TemplateParser parser = new TemplateParser(new TokenStream(TemplateLexer.tokens(source)));
    List<Statement> statements = parser.statements(Set.of());
    return statements;
  }

  /** Parses up to a tag that begins with one of {@code ends}, whose name is the next token. */
  private List<Statement> statements(Set<String> ends) {
    tokens.enter();
    List<Statement> statements = new ArrayList<>();
    while (!tokens.at(Kind.END)) {
      Token token = tokens.next();
      switch (token.kind()) {
        case DATA ->
            statements.add(new Statement.Data(Text.ofTemplate(token.text()), token.line()));
        case VARIABLE_BEGIN -> {
          Expression expression = expressions.expressionOrTuple(true);
          tokens.expect(Kind.VARIABLE_END, "'}}'");
          statements.add(new Statement.Output(expression, token.line()));
        }
        case BLOCK_BEGIN -> {
          if (tokens.at(Kind.NAME) && ends.contains(tokens.peek().text())) {
            tokens.leave();
            return List.copyOf(statements);
          }
          statements.add(statement());
        }
        default -> throw tokens.failure("unexpected " + token.describe());
      }
    }
    if (!ends.isEmpty()) {
      throw tokens.failure("the template ends where one of %s is missing".formatted(ends));
    }
    tokens.leave();
    return List.copyOf(statements);
  }

  /** Parses a body and its end tag. */
  private List<Statement> body(String end) {
    closeTag();
    List<Statement> body = statements(Set.of(end));
    tokens.expectName(end);
    closeTag();
    return body;
  }

  private void closeTag() {
    tokens.expect(Kind.BLOCK_END, "'%}'");
  }

  private Statement statement() {
    Token name = tokens.expect(Kind.NAME, "the name of a statement");
    int line = name.line();
    return switch (name.text()) {
      case "if" -> ifStatement(line);
      case "for" -> forStatement(line);
      case "set" -> setStatement(line);
      case "macro" -> macro(line);
      case "call" -> callBlock(line);
      case "filter" -> {
        Expression value = expressions.filters(new Expression.Name(Statement.Capture.BODY, line));
        yield new Statement.Capture(null, value, body("endfilter"), line);
      }
      case "with" -> with(line);
      case "generation" -> new Statement.Generation(body("endgeneration"), line);
      case "break", "continue" -> jump(name);
      default ->
          throw new ChatTemplateException(
              Reason.SYNTAX, line, "the statement " + name.describe() + " is not supported here");
    };
  }

  private Statement ifStatement(int line) {
    List<Statement.Branch> branches = new ArrayList<>();
    while (true) {
      Expression condition = expressions.expressionOrTuple(false);
      branches.add(branch(condition, Set.of("elif", "else", "endif")));
      if (tokens.skipName("elif")) {
        continue;
      }
      if (tokens.skipName("else")) {
        Expression always = new Expression.Constant(Value.BooleanValue.TRUE, tokens.line());
        branches.add(branch(always, Set.of("endif")));
      }
      tokens.expectName("endif");
      closeTag();
      return new Statement.If(List.copyOf(branches), line);
    }
  }

  private Statement.Branch branch(Expression condition, Set<String> ends) {
    closeTag();
    return new Statement.Branch(condition, statements(ends));
  }

  private Statement forStatement(int line) {
    Target target = target(false);
    tokens.expectName("in");
    Expression iterable = expressions.expressionOrTuple(false);
    Expression condition = tokens.skipName("if") ? expressions.expression() : null;
    if (tokens.atName("recursive")) {
      throw tokens.failure("recursive loops are not supported");
    }
    closeTag();
    loops++;
    List<Statement> body = statements(Set.of("else", "endfor"));
    loops--;
    List<Statement> otherwise = List.of();
    if (tokens.skipName("else")) {
      closeTag();
      otherwise = statements(Set.of("endfor"));
    }
    tokens.expectName("endfor");
    closeTag();
    return new Statement.For(target, iterable, condition, body, otherwise, line);
  }

  private Statement setStatement(int line) {
    Target target = target(true);
    if (tokens.skipOperator("=")) {
      Expression value = expressions.expressionOrTuple(true);
      closeTag();
      return new Statement.Assign(target, value, line);
    }
    Expression value = new Expression.Name(Statement.Capture.BODY, line);
    if (tokens.skipOperator("|")) {
      value = expressions.filters(value);
    }
    return new Statement.Capture(target, value, body("endset"), line);
  }

  private Target target(boolean allowsNamespace) {
    Target first = singleTarget(allowsNamespace);
    if (!tokens.atOperator(",")) {
      return first;
    }
    List<Target> targets = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",") && !atTargetEnd()) {
      targets.add(singleTarget(allowsNamespace));
    }
    return new Target.Unpacking(List.copyOf(targets));
  }

  private boolean atTargetEnd() {
    return tokens.atOperator("=") || tokens.atOperator(")") || tokens.atName("in");
  }

  private Target singleTarget(boolean allowsNamespace) {
    if (tokens.skipOperator("(")) {
      tokens.enter();
      Target inner = target(allowsNamespace);
      tokens.leave();
      tokens.expectOperator(")");
      return inner;
    }
    String name = variableName();
    if (allowsNamespace && tokens.skipOperator(".")) {
      String attribute = tokens.expect(Kind.NAME, "the name of an attribute").text();
      return new Target.NamespaceAttribute(name, attribute);
    }
    return new Target.Variable(name);
  }

  private String variableName() {
    Token name = tokens.expect(Kind.NAME, "the name of a variable");
    if (Set.of("true", "false", "none", "True", "False", "None").contains(name.text())) {
      throw tokens.failure("cannot assign to " + name.describe());
    }
    return name.text();
  }

  private Statement macro(int line) {
    String name = variableName();
    List<Statement.Parameter> parameters = parameters();
    return new Statement.Macro(name, parameters, closedBody("endmacro"), line);
  }

  private Statement callBlock(int line) {
    List<Statement.Parameter> parameters = tokens.atOperator("(") ? parameters() : List.of();
    if (!(expressions.expression() instanceof Expression.Call call)) {
      throw tokens.failure("'call' needs a call of a macro");
    }
    return new Statement.CallBlock(call, parameters, closedBody("endcall"), line);
  }

  /** Parses a body that a jump cannot leave, because it is called as a function. */
  private List<Statement> closedBody(String end) {
    int outerLoops = loops;
    loops = 0;
    List<Statement> body = body(end);
    loops = outerLoops;
    return body;
  }

  private List<Statement.Parameter> parameters() {
    tokens.expectOperator("(");
    List<Statement.Parameter> parameters = new ArrayList<>();
    while (!tokens.skipOperator(")")) {
      String name = variableName();
      Expression fallback = tokens.skipOperator("=") ? expressions.expression() : null;
      parameters.add(new Statement.Parameter(name, fallback));
      if (!tokens.atOperator(")")) {
        tokens.expectOperator(",");
      }
    }
    return List.copyOf(parameters);
  }

  private Statement with(int line) {
    List<Statement.Assign> assignments = new ArrayList<>();
    while (!tokens.at(Kind.BLOCK_END)) {
      int assignmentLine = tokens.line();
      Target target = singleTarget(false);
      tokens.expectOperator("=");
      assignments.add(new Statement.Assign(target, expressions.expression(), assignmentLine));
      if (!tokens.at(Kind.BLOCK_END)) {
        tokens.expectOperator(",");
      }
    }
    return new Statement.With(List.copyOf(assignments), body("endwith"), line);
  }

  private Statement jump(Token name) {
    if (loops == 0) {
      throw tokens.failure(name.describe() + " outside of a loop");
    }
    closeTag();
    return new Statement.Jump(name.text().equals("break"), name.line());
  }
}
