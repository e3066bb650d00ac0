package dev.chatwright.server.http;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names as people give them: one line that is shown as it is written. So they hold no control
 * characters and none that turn the direction of writing, and something of them can be seen.
 */
public final class Name {
  private static final Pattern MISLEADING =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]");
  private static final Pattern SEEN = Pattern.compile("[^\\p{C}\\p{Z}\\p{M}]");

  private Name() {}

  /**
   * Returns a name that must be there.
   *
   * @throws ApiException if it is empty, too long or cannot be shown
   */
  public static String require(JsonFields fields, String field, int most) {
    return shown(field, fields.requireText(field, most));
  }

  /**
   * Returns a name; an empty one is none.
   *
   * @throws ApiException if it is too long or cannot be shown
   */
  public static Optional<String> find(JsonFields fields, String field, int most) {
    return fields
        .text(field, most)
        .map(String::strip)
        .map(name -> name.isEmpty() ? name : shown(field, name));
  }

  /**
   * Returns a name, if it can be shown.
   *
   * @throws ApiException if not
   */
  public static String shown(String field, String name) {
    if (MISLEADING.matcher(name).find() || !SEEN.matcher(name).find()) {
      throw ApiException.badField(
          field, "'%s' must be one line of letters that can be seen".formatted(field));
    }
    return name;
  }
}
