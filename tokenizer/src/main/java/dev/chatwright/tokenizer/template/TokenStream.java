package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.ChatTemplateException.Reason;
import dev.chatwright.tokenizer.template.Token.Kind;
import java.util.List;

/** The tokens of a source with a place in them. Confined to one thread. */
final class TokenStream {
  private final List<Token> tokens;
  private int position;
  private int depth;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(position);
  }

  Token peekSecond() {
    return tokens.get(Math.min(position + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(position);
    if (token.kind() != Kind.END) {
      position++;
    }
    return token;
  }

  int line() {
    return peek().line();
  }

  boolean at(Kind kind) {
    return peek().kind() == kind;
  }

  boolean atOperator(String text) {
    return peek().is(Kind.OPERATOR, text);
  }

  boolean atName(String text) {
    return peek().is(Kind.NAME, text);
  }

  boolean skipOperator(String text) {
    return skip(Kind.OPERATOR, text);
  }

  boolean skipName(String text) {
    return skip(Kind.NAME, text);
  }

  private boolean skip(Kind kind, String text) {
    boolean found = peek().is(kind, text);
    if (found) {
      position++;
    }
    return found;
  }

  Token expect(Kind kind, String what) {
    if (!at(kind)) {
      throw failure("expected " + what + ", found " + peek().describe());
    }
    return next();
  }

  void expectOperator(String text) {
    if (!skipOperator(text)) {
      throw failure("expected '" + text + "', found " + peek().describe());
    }
  }

  void expectName(String text) {
    if (!skipName(text)) {
      throw failure("expected '" + text + "', found " + peek().describe());
    }
  }

  /** Goes one level deeper, so that no source can exhaust the stack. */
  void enter() {
    if (++depth > TemplateLimits.SOURCE_DEPTH) {
      throw new ChatTemplateException(
          Reason.LIMIT, line(), "nested more than " + TemplateLimits.SOURCE_DEPTH + " deep");
    }
  }

  void leave() {
    depth--;
  }

  ChatTemplateException failure(String explanation) {
    return new ChatTemplateException(Reason.SYNTAX, line(), explanation);
  }
}
