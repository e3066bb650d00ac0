package dev.chatwright.tokenizer.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement of a parsed template. Immutable. */
sealed interface Statement {

  /** Returns the line it begins on, from 1. */
  int line();

  /** Text outside of all tags. */
  record Data(Text text, int line) implements Statement {}

  /** {@code {{ expression }}}. */
  record Output(Expression expression, int line) implements Statement {}

  /** The branches of an {@code if}; an {@code else} is a branch whose condition is true. */
  record If(List<Branch> branches, int line) implements Statement {}

  /** A condition and what it guards. */
  record Branch(Expression condition, List<Statement> body) {}

  /** A loop. */
  record For(
      Target target,
      Expression iterable,
      @Nullable Expression condition,
      List<Statement> body,
      List<Statement> otherwise,
      int line)
      implements Statement {}

  /** {@code {% set target = value %}}. */
  record Assign(Target target, Expression value, int line) implements Statement {}

  /**
   * {@code {% set name %}…{% endset %}} and {@code {% filter … %}}: the body's text is bound to
   * {@link #BODY} while {@code value} is computed; without a target the value is printed.
   */
  record Capture(@Nullable Target target, Expression value, List<Statement> body, int line)
      implements Statement {
    /** A name no template can write. */
    static final String BODY = " body";
  }

  /** The definition of a macro. */
  record Macro(String name, List<Parameter> parameters, List<Statement> body, int line)
      implements Statement {}

  /** A parameter of a macro. */
  record Parameter(String name, @Nullable Expression fallback) {}

  /** {@code {% call macro() %}…{% endcall %}}: the body becomes the macro's {@code caller}. */
  record CallBlock(Expression.Call call, List<Parameter> parameters, List<Statement> body, int line)
      implements Statement {}

  /** {@code {% with a = 1 %}…{% endwith %}}. */
  record With(List<Assign> assignments, List<Statement> body, int line) implements Statement {}

  /** {@code {% generation %}}: what the assistant said. */
  record Generation(List<Statement> body, int line) implements Statement {}

  /** {@code {% break %}} or {@code {% continue %}}. */
  record Jump(boolean breaks, int line) implements Statement {}

  /** What a value is assigned to: one name, several, or an attribute of a namespace. */
  sealed interface Target {

    /** A variable. */
    record Variable(String name) implements Target {}

    /** Several targets, which take a value apart. */
    record Unpacking(List<Target> targets) implements Target {}

    /** An attribute of a namespace. */
    record NamespaceAttribute(String namespace, String attribute) implements Target {}
  }
}
