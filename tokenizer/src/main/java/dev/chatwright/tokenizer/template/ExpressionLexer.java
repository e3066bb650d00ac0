package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.ChatTemplateException.Reason;
import dev.chatwright.tokenizer.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads the words inside one tag. Confined to one thread. */
final class ExpressionLexer {
  private static final List<String> OPERATORS =
      List.of(
          "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{",
          "}", ">", "<", "=", ".", ":", "|", ",", ";");

  private final String source;
  private final String close;
  private final List<Token> tokens = new ArrayList<>();
  private final StringBuilder brackets = new StringBuilder();
  private final int start;
  private final int startLine;
  private int position;
  private int line;

  /** Reads from {@code start} up to {@code close} or its signed form, which it leaves. */
  ExpressionLexer(String source, int start, int startLine, String close) {
    this.source = source;
    this.start = start;
    this.position = start;
    this.startLine = startLine;
    this.line = startLine;
    this.close = close;
  }

  List<Token> tokens() {
    while (true) {
      skipSpace();
      if (position >= source.length()) {
        throw new ChatTemplateException(
            Reason.SYNTAX, startLine, "a tag has no end '" + close + "'");
      }
      if (brackets.isEmpty() && atClose()) {
        return tokens;
      }
      readToken(source.charAt(position));
    }
  }

  int end() {
    return position;
  }

  private boolean atClose() {
    boolean signed =
        source.startsWith("-" + close, position)
            || (close.equals("%}") && source.startsWith("+%}", position));
    return signed || source.startsWith(close, position);
  }

  private void skipSpace() {
    int after = Characters.skipSpace(source, position);
    for (; position < after; position++) {
      if (source.charAt(position) == '\n') {
        line++;
      }
    }
  }

  private void readToken(char first) {
    if (first == '\'' || first == '"') {
      readString(first);
    } else if (first >= '0' && first <= '9') {
      readNumber();
    } else if (first == '_' || Character.isUnicodeIdentifierStart(source.codePointAt(position))) {
      readName();
    } else {
      readOperator();
    }
  }

  private void readString(char quote) {
    int end = position + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw failure("a string has no end");
    }
    String raw = source.substring(position + 1, end);
    tokens.add(new Token(Kind.STRING, StringEscapes.decode(raw, line), line));
    line += (int) raw.chars().filter(c -> c == '\n').count();
    position = end + 1;
  }

  private void readNumber() {
    int end = digits(position);
    boolean afterDot = position > start && source.charAt(position - 1) == '.';
    int fractionEnd = end;
    if (!afterDot) {
      if (isDigit(end + 1) && source.charAt(end) == '.') {
        fractionEnd = digits(end + 1);
      }
      fractionEnd = exponent(fractionEnd);
    }
    Kind kind = fractionEnd > end ? Kind.FLOAT : Kind.INTEGER;
    tokens.add(new Token(kind, source.substring(position, fractionEnd).replace("_", ""), line));
    position = fractionEnd;
  }

  private int digits(int from) {
    int end = from;
    while (isDigit(end)
        || (end < source.length() && source.charAt(end) == '_' && isDigit(end + 1))) {
      end++;
    }
    return end;
  }

  private int exponent(int from) {
    if (from >= source.length() || (source.charAt(from) | 0x20) != 'e') {
      return from;
    }
    int sign = from + 1 < source.length() && "+-".indexOf(source.charAt(from + 1)) >= 0 ? 1 : 0;
    return isDigit(from + 1 + sign) ? digits(from + 1 + sign) : from;
  }

  private boolean isDigit(int index) {
    return index < source.length() && source.charAt(index) >= '0' && source.charAt(index) <= '9';
  }

  private void readName() {
    int end = position;
    while (end < source.length() && Character.isUnicodeIdentifierPart(source.codePointAt(end))) {
      end += Character.charCount(source.codePointAt(end));
    }
    tokens.add(new Token(Kind.NAME, source.substring(position, end), line));
    position = end;
  }

  private void readOperator() {
    for (String operator : OPERATORS) {
      if (source.startsWith(operator, position)) {
        balance(operator);
        tokens.add(new Token(Kind.OPERATOR, operator, line));
        position += operator.length();
        return;
      }
    }
    throw failure(
        "unexpected character '" + Character.toString(source.codePointAt(position)) + "'");
  }

  private void balance(String operator) {
    switch (operator) {
      case "(" -> brackets.append(')');
      case "[" -> brackets.append(']');
      case "{" -> brackets.append('}');
      case ")", "]", "}" -> {
        int last = brackets.length() - 1;
        if (last < 0 || brackets.charAt(last) != operator.charAt(0)) {
          throw failure("unexpected '" + operator + "'");
        }
        brackets.setLength(last);
      }
      default -> {}
    }
  }

  private ChatTemplateException failure(String explanation) {
    return new ChatTemplateException(Reason.SYNTAX, line, explanation);
  }
}
