package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.ChatTemplateException.Reason;

/** The backslash escapes of string literals. */
final class StringEscapes {
  private static final String PLAIN = "\\'\"abfnrtv";
  private static final String MEANING = "\\'\"\u0007\b\f\n\r\t\u000b";

  private StringEscapes() {}

  /** Returns the text that {@code raw}, the inside of a literal, stands for. */
  static String decode(String raw, int line) {
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    int at = 0;
    while (at < raw.length()) {
      if (raw.charAt(at) == '\\') {
        at = decodeOne(raw, at + 1, text, line);
      } else {
        text.append(raw.charAt(at++));
      }
    }
    return text.toString();
  }

  private static int decodeOne(String raw, int at, StringBuilder text, int line) {
    char code = raw.charAt(at);
    int known = PLAIN.indexOf(code);
    if (known >= 0) {
      text.append(MEANING.charAt(known));
      return at + 1;
    }
    return switch (code) {
      case '\n' -> at + 1;
      case 'x' -> hexadecimal(raw, at + 1, 2, text, line);
      case 'u' -> hexadecimal(raw, at + 1, 4, text, line);
      case 'U' -> hexadecimal(raw, at + 1, 8, text, line);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(raw, at, text);
      default -> {
        // An unknown escape keeps its backslash.
        text.append('\\').append(code);
        yield at + 1;
      }
    };
  }

  private static int hexadecimal(String raw, int from, int digits, StringBuilder text, int line) {
    long codePoint = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = i < raw.length() ? Character.digit(raw.charAt(i), 16) : -1;
      if (digit < 0) {
        throw new ChatTemplateException(Reason.SYNTAX, line, "a string holds a broken escape");
      }
      codePoint = codePoint * 16 + digit;
    }
    if (codePoint > Character.MAX_CODE_POINT) {
      throw new ChatTemplateException(Reason.SYNTAX, line, "a string escapes no character");
    }
    text.appendCodePoint((int) codePoint);
    return from + digits;
  }

  private static int octal(String raw, int from, StringBuilder text) {
    int at = from;
    int codePoint = 0;
    while (at < raw.length() && at < from + 3 && raw.charAt(at) >= '0' && raw.charAt(at) <= '7') {
      codePoint = codePoint * 8 + raw.charAt(at++) - '0';
    }
    text.append((char) codePoint);
    return at;
  }
}
