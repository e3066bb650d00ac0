package dev.chatwright.tokenizer.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Operations on text that keep the origin of every character. */
final class TextEditing {
  private TextEditing() {}

  /** Drops white space, or any of {@code characters}, at the chosen ends. */
  static Text strip(Text text, @Nullable Text characters, boolean left, boolean right) {
    String string = text.string();
    IntPredicate dropped =
        characters == null ? Characters::isSpace : c -> characters.string().indexOf(c) >= 0;
    int from = 0;
    int to = string.length();
    while (left && from < to && dropped.test(string.codePointAt(from))) {
      from += Character.charCount(string.codePointAt(from));
    }
    while (right && from < to && dropped.test(string.codePointBefore(to))) {
      to -= Character.charCount(string.codePointBefore(to));
    }
    return text.slice(from, to);
  }

  /** Replaces the first {@code count} places of {@code old}, or all if it is negative. */
  static Text replace(Text text, String old, Text replacement, long count, Budget budget) {
    budget.search(text.string(), old);
    if (old.isEmpty()) {
      return insertBetween(text, replacement, count);
    }
    Text.Builder builder = new Text.Builder();
    int start = 0;
    int at = text.string().indexOf(old);
    for (long done = 0; at >= 0 && done != count; done++) {
      builder.append(text, start, at).append(replacement);
      start = at + old.length();
      at = text.string().indexOf(old, start);
    }
    return start == 0 ? text : builder.append(text, start, text.length()).build();
  }

  private static Text insertBetween(Text text, Text insertion, long count) {
    Text.Builder builder = new Text.Builder();
    int start = 0;
    for (long done = 0; done != count; done++) {
      builder.append(insertion);
      if (start == text.length()) {
        break;
      }
      int next = start + Character.charCount(text.string().codePointAt(start));
      builder.append(text, start, next);
      start = next;
    }
    return builder.append(text, start, text.length()).build();
  }

  static List<Value> split(Text text, @Nullable Text separator, long most, Budget budget) {
    if (separator == null) {
      return splitAtSpace(text, most, budget);
    }
    requireSeparator(separator);
    budget.search(text.string(), separator.string());
    List<Value> parts = new ArrayList<>();
    int start = 0;
    int at;
    while (parts.size() != most && (at = text.string().indexOf(separator.string(), start)) >= 0) {
      budget.steps(1);
      parts.add(text.slice(start, at));
      start = at + separator.length();
    }
    parts.add(text.slice(start, text.length()));
    return parts;
  }

  static List<Value> splitFromEnd(Text text, @Nullable Text separator, long most, Budget budget) {
    if (separator == null) {
      if (most < 0) {
        return splitAtSpace(text, most, budget);
      }
      throw TemplateFailure.evaluation("rsplit with a limit needs a separator");
    }
    requireSeparator(separator);
    budget.search(text.string(), separator.string());
    List<Value> parts = new ArrayList<>();
    int end = text.length();
    int at;
    while (parts.size() != most
        && end >= separator.length()
        && (at = text.string().lastIndexOf(separator.string(), end - separator.length())) >= 0) {
      budget.steps(1);
      parts.add(text.slice(at + separator.length(), end));
      end = at;
    }
    parts.add(text.slice(0, end));
    Collections.reverse(parts);
    return parts;
  }

  private static void requireSeparator(Text separator) {
    if (separator.length() == 0) {
      throw TemplateFailure.evaluation("cannot split at an empty separator");
    }
  }

  private static List<Value> splitAtSpace(Text text, long most, Budget budget) {
    List<Value> parts = new ArrayList<>();
    int start = Characters.skipSpace(text.string(), 0);
    while (start < text.length()) {
      if (parts.size() == most) {
        parts.add(text.slice(start, text.length()));
        break;
      }
      int end = start;
      while (end < text.length() && !Characters.isSpace(text.string().charAt(end))) {
        end++;
      }
      budget.steps(1);
      parts.add(text.slice(start, end));
      start = Characters.skipSpace(text.string(), end);
    }
    return parts;
  }

  static List<Value> splitLines(Text text, boolean keepEnds, Budget budget) {
    List<Value> lines = new ArrayList<>();
    String string = text.string();
    int start = 0;
    for (int at = 0; at < string.length(); at++) {
      if (Characters.isLineBreak(string.charAt(at))) {
        int after = string.startsWith("\r\n", at) ? at + 2 : at + 1;
        budget.steps(1);
        lines.add(text.slice(start, keepEnds ? after : at));
        start = after;
        at = after - 1;
      }
    }
    if (start < text.length()) {
      lines.add(text.slice(start, text.length()));
    }
    return lines;
  }

  static Text join(Text separator, List<Value> parts, Budget budget) {
    Text.Builder builder = new Text.Builder();
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        builder.append(separator);
      }
      builder.append(Printer.print(parts.get(i), budget));
    }
    return builder.build();
  }

  static Text upper(Text text) {
    return text.map(run -> run.toUpperCase(Locale.ROOT));
  }

  static Text lower(Text text) {
    return text.map(run -> run.toLowerCase(Locale.ROOT));
  }

  static Text capitalize(Text text) {
    if (text.length() == 0) {
      return text;
    }
    int first = Character.charCount(text.string().codePointAt(0));
    Text begin = Text.of(titleCase(text.string().codePointAt(0)), text.originAt(0));
    return begin.plus(lower(text.slice(first, text.length())));
  }

  /** Makes a letter upper case where the character before it begins a word, others lower case. */
  static Text title(Text text, IntPredicate beginsWord) {
    Text.Builder builder = new Text.Builder();
    int before = ' ';
    for (int at = 0; at < text.length(); ) {
      int c = text.string().codePointAt(at);
      String letter = Character.toString(c);
      boolean begins = at == 0 || beginsWord.test(before);
      builder.append(begins ? titleCase(c) : letter.toLowerCase(Locale.ROOT), text.originAt(at));
      before = c;
      at += letter.length();
    }
    return builder.build();
  }

  private static String titleCase(int c) {
    int title = Character.toTitleCase(c);
    String upper = Character.toString(c).toUpperCase(Locale.ROOT);
    // A letter whose capital is two letters, such as ß, becomes one capital and one small letter.
    return title != c || upper.length() < 2
        ? Character.toString(title)
        : upper.charAt(0) + upper.substring(1).toLowerCase(Locale.ROOT);
  }

  /** Puts {@code indentation} before every line but, unless wanted, the first and blank ones. */
  static Text indent(Text text, Text indentation, boolean first, boolean blank, Budget budget) {
    Text.Builder builder = new Text.Builder();
    // A line break is added because what follows the last one counts as a line, even if empty.
    List<Value> lines = splitLines(text.plus(Text.ofTemplate("\n")), true, budget);
    for (int i = 0; i < lines.size(); i++) {
      Text line = (Text) lines.get(i);
      int breakAt = line.length() - (line.string().endsWith("\r\n") ? 2 : 1);
      if (i == 0 ? first : blank || breakAt > 0) {
        builder.append(indentation);
      }
      builder.append(line, 0, breakAt);
      if (i + 1 < lines.size()) {
        builder.append("\n", line.originAt(breakAt));
      }
    }
    return builder.build();
  }
}
