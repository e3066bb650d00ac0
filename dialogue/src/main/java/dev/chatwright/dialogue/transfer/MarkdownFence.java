package dev.chatwright.dialogue.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fenced code in Markdown: making it, ending it, and telling it from the text. Immutable. */
final class MarkdownFence {
  private static final Pattern OPENING = Pattern.compile("^ {0,3}(`{3,}|~{3,})([^`]*)$");
  private static final Pattern BACKTICKS = Pattern.compile("`{3,}");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9+#._-]{1,30}");

  /**
   * A stretch of a message.
   *
   * @param code whether it stood in a fence
   * @param text what it says, without the fence
   */
  record Stretch(boolean code, String text) {}

  private MarkdownFence() {}

  /** A fence around some code, longer than any in it; nothing around nothing. */
  static String around(String language, String code) {
    if (code.isBlank()) {
      return "";
    }
    String fence =
        "`"
            .repeat(
                BACKTICKS
                    .matcher(code)
                    .results()
                    .mapToInt(run -> run.group().length() + 1)
                    .max()
                    .orElse(3));
    String name = LANGUAGE.matcher(language).matches() ? language : "";
    return fence + name + "\n" + code.stripTrailing() + "\n" + fence;
  }

  /** A text whose last fence is ended, so that what is written after it is not code. */
  static String closed(String text) {
    String open = null;
    for (String line : text.split("\n", -1)) {
      open = fenceAfter(open, line);
    }
    return open == null ? text : text + "\n" + open;
  }

  /** The text cut at its fences. */
  static List<Stretch> stretches(String text) {
    List<Stretch> stretches = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    String open = null;
    for (String line : text.split("\n", -1)) {
      String next = fenceAfter(open, line);
      if ((open == null) == (next == null)) {
        lines.add(line);
      } else {
        end(stretches, lines, open != null);
      }
      open = next;
    }
    end(stretches, lines, open != null);
    return stretches;
  }

  private static void end(List<Stretch> stretches, List<String> lines, boolean code) {
    String text = String.join("\n", lines);
    if (!text.isBlank()) {
      stretches.add(new Stretch(code, text));
    }
    lines.clear();
  }

  /** The fence that is open after a line. */
  private static @Nullable String fenceAfter(@Nullable String open, String line) {
    if (open != null) {
      String rest = line.strip();
      boolean ends = rest.startsWith(open) && rest.chars().allMatch(c -> c == open.charAt(0));
      return ends ? null : open;
    }
    Matcher opening = OPENING.matcher(line);
    return opening.matches() ? opening.group(1) : null;
  }
}
