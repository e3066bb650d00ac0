package dev.chatwright.training.runs;

import java.util.List;
import java.util.Locale;

/** Text that is safe between and within tags. */
final class Markup {
  private static final int MOST_DIGITS = 9;

  private Markup() {}

  /**
   * Returns a text without anything that would be markup, that XML does not allow, or that shows
   * what follows in another order.
   */
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
    boolean turnsDirection = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return !Character.isISOControl(c) && !surrogate && !turnsDirection && (c & 0xFFFE) != 0xFFFE;
  }

  /** Returns a whole number in groups of three digits. */
  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns round numbers with as many digits after the point as tell all of them apart. */
  static List<String> numbers(List<Double> values) {
    int digits = 0;
    while (digits < MOST_DIGITS && !areTold(values, digits)) {
      digits++;
    }
    String format = "%,." + digits + "f";
    return values.stream().map(value -> String.format(Locale.ROOT, format, value + 0.0)).toList();
  }

  private static boolean areTold(List<Double> values, int digits) {
    double unit = Math.pow(10, -digits);
    return values.stream()
        .allMatch(value -> Math.abs(value / unit - Math.rint(value / unit)) < 1e-3);
  }

  /** Returns a number with as many digits as tell something. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return number((long) value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 1000 ? "%.4g" : "%,.0f", value);
  }
}
