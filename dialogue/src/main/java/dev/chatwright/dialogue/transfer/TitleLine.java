package dev.chatwright.dialogue.transfer;

import java.util.regex.Pattern;

/** A title as one line of bounded length. Immutable. */
final class TitleLine {
  private static final int LONGEST = 200;
  private static final Pattern SPACE =
      Pattern.compile("[\\s\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]+");

  private TitleLine() {}

  static String of(String title) {
    String start = title.length() > 10 * LONGEST ? title.substring(0, 10 * LONGEST) : title;
    String line = SPACE.matcher(start).replaceAll(" ").strip();
    if (line.length() <= LONGEST) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
    return line.substring(0, end).strip() + "…";
  }
}
