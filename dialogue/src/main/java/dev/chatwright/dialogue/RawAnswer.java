package dev.chatwright.dialogue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what small models put around a short answer. Safe for use by several threads. */
final class RawAnswer {
  private static final int LONGEST = 200_000;
  private static final Pattern LIST_MARK =
      Pattern.compile("^(?:#{1,6}|>|[-*+•–]|\\d{1,2}[.)])\\s+");
  private static final Pattern EMPHASIS = Pattern.compile("\\*+|`+|(?<!\\w)_+|_+(?!\\w)");
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");
  private static final String QUOTES = "\"'“”„‟‘’‚«»‹›「」『』";

  private RawAnswer() {}

  /** The answer without a block of reasoning; one that was never ended leaves nothing. */
  static String withoutReasoning(String answer) {
    String text = shorten(answer, LONGEST);
    int end = text.lastIndexOf("</think>");
    if (end >= 0) {
      return text.substring(end + "</think>".length());
    }
    return text.stripLeading().startsWith("<think>") ? "" : text;
  }

  static Stream<String> lines(String answer) {
    return withoutReasoning(answer).lines().map(String::strip).filter(line -> !line.isEmpty());
  }

  /** A line without "Title:" before it, however it is emphasised. */
  static String withoutLabel(String line, String label) {
    Matcher labelled =
        Pattern.compile("^\\s*[*_#\\s\"]*" + label + "\\s*[*_]*\\s*[:：]", Pattern.CASE_INSENSITIVE)
            .matcher(line);
    return labelled.lookingAt() ? line.substring(labelled.end()) : line;
  }

  /** A line without marks of lists, headings, emphasis and quotation, and without a full stop. */
  static String plain(String line) {
    String text = UNPRINTABLE.matcher(line).replaceAll(" ").strip();
    text = LIST_MARK.matcher(text).replaceFirst("");
    text = EMPHASIS.matcher(text).replaceAll("").strip();
    text = unquoted(text);
    return text.endsWith(".") && !text.endsWith("..") ? text.substring(0, text.length() - 1) : text;
  }

  private static String unquoted(String text) {
    int start = 0;
    int end = text.length();
    while (end - start >= 2 && isQuote(text, start) && isQuote(text, end - 1)) {
      start++;
      end--;
    }
    String inner = text.substring(start, end).strip();
    return inner.chars().allMatch(character -> QUOTES.indexOf(character) >= 0) ? "" : inner;
  }

  private static boolean isQuote(String text, int index) {
    return QUOTES.indexOf(text.charAt(index)) >= 0;
  }

  static Turn shorten(Turn turn, int characters) {
    return new Turn(turn.nodeId(), turn.role(), shorten(turn.text(), characters));
  }

  /** A text of at most so many characters, ended with an ellipsis, never within a character. */
  static String shorten(String text, int characters) {
    if (text.length() <= characters) {
      return text;
    }
    int end = characters - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end).stripTrailing() + "…";
  }
}
