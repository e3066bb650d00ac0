package dev.chatwright.cli;

import java.io.Console;

/** What may be written to a terminal. */
final class Terminal {
  private Terminal() {}

  /**
   * Returns {@code text} without control characters, so that neither a model's reply nor a file's
   * name can move the cursor, recolour the screen or forge a line.
   */
  static String printable(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c == '\n' || c == '\t' || !isControl(c))
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** Returns {@code text} without control characters on one line, for a table or a list. */
  static String printableLine(String text) {
    return printable(text.replaceAll("[\\n\\t]", " "));
  }

  private static boolean isControl(int codePoint) {
    boolean bidirectional =
        (codePoint >= 0x202A && codePoint <= 0x202E)
            || (codePoint >= 0x2066 && codePoint <= 0x2069);
    return Character.isISOControl(codePoint) || bidirectional;
  }

  /** Returns whether progress may be drawn in place and colours used. */
  @SuppressWarnings("SystemConsoleNull") // null still where a JVM is told to use no console
  static boolean isInteractive() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
