package dev.chatwright.tokenizer.template;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates and times in the notation of {@code strftime}. */
final class TimeFormat {
  private TimeFormat() {}

  static String format(String format, Clock clock) {
    ZonedDateTime now = ZonedDateTime.now(clock);
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%' || at == format.length()) {
        out.append(c);
        continue;
      }
      boolean unpadded = format.charAt(at) == '-' && at + 1 < format.length();
      at += unpadded ? 1 : 0;
      out.append(field(format.charAt(at++), unpadded, now));
    }
    return out.toString();
  }

  private static String field(char code, boolean unpadded, ZonedDateTime now) {
    if (code == '%') {
      return "%";
    }
    String text = DateTimeFormatter.ofPattern(pattern(code), Locale.ENGLISH).format(now);
    return unpadded && text.length() > 1 && text.startsWith("0") ? text.substring(1) : text;
  }

  private static String pattern(char code) {
    return switch (code) {
      case 'Y' -> "uuuu";
      case 'y' -> "uu";
      case 'm' -> "MM";
      case 'd' -> "dd";
      case 'B' -> "MMMM";
      case 'b', 'h' -> "MMM";
      case 'A' -> "EEEE";
      case 'a' -> "EEE";
      case 'H' -> "HH";
      case 'I' -> "hh";
      case 'M' -> "mm";
      case 'S' -> "ss";
      case 'f' -> "SSSSSS";
      case 'p' -> "a";
      case 'j' -> "DDD";
      case 'F' -> "uuuu-MM-dd";
      case 'D' -> "MM/dd/uu";
      case 'T' -> "HH:mm:ss";
      case 'R' -> "HH:mm";
      default ->
          throw TemplateFailure.evaluation("the time format '%%%s' is unknown".formatted(code));
    };
  }
}
