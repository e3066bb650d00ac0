package dev.chatwright.server.attachment;

import dev.chatwright.server.http.ApiException;
import java.util.regex.Pattern;

/** Names of files as people send them, made harmless. They are shown, and never used as paths. */
final class FileName {
  private static final int MOST_LETTERS = 200;

  /** Separators of any system, control characters, and marks that turn the direction of writing. */
  private static final Pattern HARMFUL =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}<>:\"|?*]");

  private FileName() {}

  /**
   * Returns a name without folders and without what could mislead.
   *
   * @throws ApiException if it is too long or nothing is left of it
   */
  static String clean(String sent) {
    if (sent.length() > MOST_LETTERS) {
      throw ApiException.badField(
          "name",
          "'name' must have at most %d letters, got %d".formatted(MOST_LETTERS, sent.length()));
    }
    String last = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
    String clean = HARMFUL.matcher(last).replaceAll("").strip();
    if (clean.isEmpty() || clean.equals(".") || clean.equals("..")) {
      throw ApiException.badField("name", "'name' must be the name of a file");
    }
    return clean;
  }
}
