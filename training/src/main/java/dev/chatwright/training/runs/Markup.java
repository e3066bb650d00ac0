package dev.chatwright.training.runs;

import java.util.Locale;

/** Text that is safe between and within tags. */
final class Markup {
  private Markup() {}

  /** Returns a text without anything that would be markup or that XML does not allow. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int c) {
    switch (c) {
      case '&' -> safe.append("&amp;");
      case '<' -> safe.append("&lt;");
      case '>' -> safe.append("&gt;");
      case '"' -> safe.append("&quot;");
      case '\'' -> safe.append("&#39;");
      case '\n', '\t' -> safe.appendCodePoint(c);
      default -> safe.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
    }
  }

  private static boolean isAllowed(int c) {
    boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
    return !Character.isISOControl(c) && !surrogate && (c & 0xFFFE) != 0xFFFE;
  }

  /** Returns a whole number in groups of three digits. */
  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns a number with as many digits as tell something. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return number((long) value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 1000 ? "%.4g" : "%,.0f", value);
  }
}
