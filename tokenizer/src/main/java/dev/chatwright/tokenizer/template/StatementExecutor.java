package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Statement.Parameter;
import dev.chatwright.tokenizer.template.Statement.Target;
import dev.chatwright.tokenizer.template.Value.Callable;
import dev.chatwright.tokenizer.template.Value.ListValue;
import dev.chatwright.tokenizer.template.Value.MapValue;
import dev.chatwright.tokenizer.template.Value.NamespaceValue;
import dev.chatwright.tokenizer.template.Value.UndefinedValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Executes statements, writing to one output. Confined to one thread. */
final class StatementExecutor {
  /** How a body ended. */
  private enum End {
    REACHED,
    BREAK,
    CONTINUE
  }

  private final Rendering rendering;
  private final Text.Builder output;
  private final List<ChatTemplate.Span> generations;

  /** Appends to {@code output}, and to {@code generations} where the assistant's words stand. */
  StatementExecutor(Rendering rendering, Text.Builder output, List<ChatTemplate.Span> generations) {
    this.rendering = rendering;
    this.output = output;
    this.generations = generations;
  }

  void run(List<Statement> statements, Scope scope) {
    execute(statements, scope);
  }

  private End execute(List<Statement> statements, Scope scope) {
    for (Statement statement : statements) {
      End end = execute(statement, scope);
      if (end != End.REACHED) {
        return end;
      }
    }
    return End.REACHED;
  }

  private End execute(Statement statement, Scope scope) {
    Budget budget = rendering.budget();
    try {
      budget.steps(1);
      budget.enter();
      End end = dispatch(statement, scope);
      budget.leave();
      return end;
    } catch (TemplateFailure failure) {
      throw failure.at(statement.line());
    }
  }

  private End dispatch(Statement statement, Scope scope) {
    switch (statement) {
      case Statement.If(List<Statement.Branch> branches, _) -> {
        return branch(branches, scope);
      }
      case Statement.For loop -> {
        return loop(loop, scope);
      }
      case Statement.With with -> {
        return with(with, scope);
      }
      case Statement.Generation(List<Statement> body, _) -> {
        return generation(body, scope);
      }
      case Statement.Jump(boolean breaks, _) -> {
        return breaks ? End.BREAK : End.CONTINUE;
      }
      case Statement.Data(Text text, _) -> write(text);
      case Statement.Output(Expression expression, _) ->
          write(rendering.evaluate(expression, scope));
      case Statement.Assign(Target target, Expression value, _) ->
          assign(target, rendering.evaluate(value, scope), scope);
      case Statement.Capture capture -> capture(capture, scope);
      case Statement.Macro(String name, List<Parameter> parameters, List<Statement> body, _) ->
          scope.set(name, macro(parameters, body, scope));
      case Statement.CallBlock block -> callBlock(block, scope);
    }
    return End.REACHED;
  }

  private void write(Value value) {
    Text text = Printer.print(value, rendering.budget());
    rendering.budget().characters(text.length());
    output.append(text);
  }

  private End branch(List<Statement.Branch> branches, Scope scope) {
    for (Statement.Branch branch : branches) {
      if (Values.isTrue(rendering.evaluate(branch.condition(), scope))) {
        return execute(branch.body(), scope);
      }
    }
    return End.REACHED;
  }

  private End loop(Statement.For loop, Scope scope) {
    Value iterable = rendering.evaluate(loop.iterable(), scope);
    List<Value> items = filtered(loop, Values.elements(iterable, rendering.budget()), scope);
    AtomicReference<@Nullable Value> lastChanged = new AtomicReference<>();
    for (int i = 0; i < items.size(); i++) {
      Scope round = new Scope(scope);
      round.set("loop", new LoopValue(items, i, lastChanged));
      assign(loop.target(), items.get(i), round);
      if (execute(loop.body(), round) == End.BREAK) {
        break;
      }
    }
    // A jump in this part belongs to the loop around this one.
    return items.isEmpty() ? execute(loop.otherwise(), new Scope(scope)) : End.REACHED;
  }

  private List<Value> filtered(Statement.For loop, List<Value> items, Scope scope) {
    Expression condition = loop.condition();
    if (condition == null) {
      return items;
    }
    List<Value> kept = new ArrayList<>();
    for (Value item : items) {
      Scope round = new Scope(scope);
      assign(loop.target(), item, round);
      if (Values.isTrue(rendering.evaluate(condition, round))) {
        kept.add(item);
      }
    }
    return kept;
  }

  private End with(Statement.With with, Scope scope) {
    Scope inner = new Scope(scope);
    for (Statement.Assign assignment : with.assignments()) {
      assign(assignment.target(), rendering.evaluate(assignment.value(), scope), inner);
    }
    return execute(with.body(), inner);
  }

  private End generation(List<Statement> body, Scope scope) {
    int from = output.length();
    End end = execute(body, new Scope(scope));
    generations.add(new ChatTemplate.Span(from, output.length()));
    return end;
  }

  private void assign(Target target, Value value, Scope scope) {
    switch (target) {
      case Target.Variable(String name) -> scope.set(name, value);
      case Target.Unpacking(List<Target> targets) -> unpack(targets, value, scope);
      case Target.NamespaceAttribute(String name, String attribute) -> {
        if (!(scope.find(name) instanceof NamespaceValue namespace)) {
          throw TemplateFailure.evaluation(
              "'%s' is not a namespace, so '%s' cannot be set".formatted(name, attribute));
        }
        Functions.setAttribute(namespace, attribute, value);
      }
    }
  }

  private void unpack(List<Target> targets, Value value, Scope scope) {
    List<Value> parts = Values.elements(value, rendering.budget());
    if (parts.size() != targets.size()) {
      throw TemplateFailure.evaluation(
          "%d names for %d values".formatted(targets.size(), parts.size()));
    }
    for (int i = 0; i < parts.size(); i++) {
      assign(targets.get(i), parts.get(i), scope);
    }
  }

  private void capture(Statement.Capture capture, Scope scope) {
    Scope inner = new Scope(scope);
    Text body = text(capture.body(), new Scope(scope));
    inner.set(Statement.Capture.BODY, body);
    Value value = rendering.evaluate(capture.value(), inner);
    Target target = capture.target();
    if (target == null) {
      write(value);
    } else {
      assign(target, value, scope);
    }
  }

  /** Executes {@code body} into a text of its own. */
  private Text text(List<Statement> body, Scope scope) {
    Text.Builder text = new Text.Builder();
    // Where the assistant's words stand is known only in the outermost output.
    new StatementExecutor(rendering, text, new ArrayList<>()).run(body, scope);
    return text.build();
  }

  private Callable macro(List<Parameter> parameters, List<Statement> body, Scope definition) {
    return (arguments, _) -> {
      Scope scope = new Scope(definition);
      bind(parameters, arguments, scope);
      return text(body, scope);
    };
  }

  private void bind(List<Parameter> parameters, Arguments arguments, Scope scope) {
    Set<String> names = new HashSet<>(Set.of("caller"));
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      names.add(parameter.name());
      Value given = arguments.find(i, parameter.name());
      Expression fallback = parameter.fallback();
      if (given == null) {
        given =
            fallback == null
                ? new UndefinedValue(parameter.name())
                : rendering.evaluate(fallback, scope);
      }
      scope.set(parameter.name(), given);
    }
    Map<Value, Value> others = new LinkedHashMap<>();
    arguments
        .named()
        .forEach(
            (name, value) -> {
              if (!names.contains(name)) {
                others.put(Text.ofTemplate(name), value);
              }
            });
    scope.set("varargs", ListValue.tuple(arguments.after(parameters.size()).positional()));
    scope.set("kwargs", MapValue.of(others));
    Value caller = arguments.named().get("caller");
    scope.set("caller", caller == null ? new UndefinedValue("caller") : caller);
  }

  private void callBlock(Statement.CallBlock block, Scope scope) {
    Scope inner = new Scope(scope);
    inner.set(Statement.Capture.BODY, macro(block.parameters(), block.body(), scope));
    Expression.CallArguments given = block.call().arguments();
    List<Expression.Keyword> named = new ArrayList<>(given.named());
    named.add(
        new Expression.Keyword(
            "caller", new Expression.Name(Statement.Capture.BODY, block.line())));
    Expression.CallArguments withCaller =
        new Expression.CallArguments(
            given.positional(), named, given.spread(), given.spreadNamed());
    write(
        rendering.evaluate(
            new Expression.Call(block.call().target(), withCaller, block.line()), inner));
  }
}
