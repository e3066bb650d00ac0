package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.ChatTemplateException.Reason;
import dev.chatwright.tokenizer.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a source into text and tags, and removes white space around tags.
 *
 * <p>White space is treated as chat templates expect: the line break after a block or comment is
 * dropped, and so are blanks before one that begins its line; {@code -} drops all white space on
 * its side and {@code +} keeps it. Confined to one thread.
 */
final class TemplateLexer {
  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int line = 1;
  private boolean lineStarting = true;

  private TemplateLexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String source) {
    String normalized = source.replace("\r\n", "\n").replace('\r', '\n');
    if (normalized.endsWith("\n")) {
      normalized = normalized.substring(0, normalized.length() - 1);
    }
    TemplateLexer lexer = new TemplateLexer(normalized);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (position < source.length()) {
      int tag = nextTag(position);
      if (tag < 0) {
        addData(source.substring(position));
        break;
      }
      char type = source.charAt(tag + 1);
      addData(stripped(source.substring(position, tag), signAt(tag + 2), type != '{'));
      moveTo(tag);
      readTag(type);
    }
    tokens.add(new Token(Kind.END, "", line));
  }

  private int nextTag(int from) {
    int at = from;
    while ((at = source.indexOf('{', at)) >= 0) {
      if (at + 1 < source.length() && "{%#".indexOf(source.charAt(at + 1)) >= 0) {
        return at;
      }
      at++;
    }
    return -1;
  }

  private char signAt(int index) {
    char sign = index < source.length() ? source.charAt(index) : ' ';
    return sign == '-' || sign == '+' ? sign : ' ';
  }

  private String stripped(String data, char sign, boolean stripsLine) {
    if (sign == '-') {
      return data.substring(0, Characters.trimEnd(data));
    }
    int lineStart = data.lastIndexOf('\n') + 1;
    boolean atLineStart = lineStart > 0 || lineStarting;
    if (sign == ' ' && stripsLine && atLineStart && Characters.trimEnd(data) <= lineStart) {
      return data.substring(0, lineStart);
    }
    return data;
  }

  private void readTag(char type) {
    int open = position;
    int signLength = signAt(open + 2) == ' ' ? 0 : 1;
    if (type == '#') {
      readComment();
      return;
    }
    if (type == '%' && readRaw(open + 2 + signLength)) {
      return;
    }
    if (type == '{' && signAt(open + 2) == '+') {
      signLength = 0;
    }
    tokens.add(new Token(type == '{' ? Kind.VARIABLE_BEGIN : Kind.BLOCK_BEGIN, "", line));
    moveTo(open + 2 + signLength);
    String close = type == '{' ? "}}" : "%}";
    ExpressionLexer words = new ExpressionLexer(source, position, line, close);
    tokens.addAll(words.tokens());
    moveTo(words.end());
    int closeLine = line;
    closeTag(type == '%');
    tokens.add(new Token(type == '{' ? Kind.VARIABLE_END : Kind.BLOCK_END, "", closeLine));
  }

  private void readComment() {
    int end = source.indexOf("#}", position + 2);
    if (end < 0) {
      throw failure("a comment '{#' has no end '#}'");
    }
    char sign = end - 1 >= position + 2 ? signAt(end - 1) : ' ';
    moveTo(sign == ' ' ? end : end - 1);
    closeTag(true);
  }

  /** Reads {@code {% raw %}…{% endraw %}}, whose body is text whatever it looks like. */
  private boolean readRaw(int afterSign) {
    int bodyStart = afterKeyword("raw", afterSign);
    if (bodyStart < 0) {
      return false;
    }
    int search = bodyStart;
    while ((search = source.indexOf("{%", search)) >= 0) {
      int signLength = signAt(search + 2) == ' ' ? 0 : 1;
      int close = afterName("endraw", search + 2 + signLength);
      if (close >= 0) {
        moveTo(bodyStart);
        addData(stripped(source.substring(bodyStart, search), signAt(search + 2), true));
        moveTo(close);
        closeTag(true);
        return true;
      }
      search += 2;
    }
    throw failure("'{% raw %}' has no '{% endraw %}'");
  }

  /** Returns where the body of a raw block begins, or -1. The line break after it is kept. */
  private int afterKeyword(String keyword, int from) {
    int at = afterName(keyword, from);
    if (at < 0) {
      return -1;
    }
    return source.charAt(at) == '-' ? Characters.skipSpace(source, at + 3) : at + 2;
  }

  /** Returns where the tag's closing sign stands if the tag holds only {@code name}, or -1. */
  private int afterName(String name, int from) {
    int at = Characters.skipSpace(source, from);
    if (!source.startsWith(name, at)) {
      return -1;
    }
    at = Characters.skipSpace(source, at + name.length());
    boolean closes =
        source.startsWith("%}", at) || (source.startsWith("%}", at + 1) && signAt(at) != ' ');
    return closes ? at : -1;
  }

  /** Steps over the end of a tag and the white space it takes with it. */
  private void closeTag(boolean dropsLineBreak) {
    char sign = signAt(position);
    int after = position + (sign == ' ' ? 2 : 3);
    if (sign == '-') {
      after = Characters.skipSpace(source, after);
    } else if (sign == ' ' && dropsLineBreak && source.startsWith("\n", after)) {
      after++;
    }
    moveTo(after);
    lineStarting = source.charAt(after - 1) == '\n';
  }

  private void addData(String data) {
    if (!data.isEmpty()) {
      tokens.add(new Token(Kind.DATA, data, line));
    }
  }

  private void moveTo(int target) {
    for (; position < target; position++) {
      if (source.charAt(position) == '\n') {
        line++;
      }
    }
  }

  private ChatTemplateException failure(String explanation) {
    return new ChatTemplateException(Reason.SYNTAX, line, explanation);
  }
}
