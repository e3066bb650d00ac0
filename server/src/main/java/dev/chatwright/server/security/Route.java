package dev.chatwright.server.security;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A way into the server.
 *
 * <p>Immutable.
 *
 * @param method the HTTP method
 * @param pattern the path, with variables such as {@code {id}} for one part of it; {@code {file}}
 *     takes names of static files only
 * @param access what it asks of those who take it
 */
public record Route(String method, String pattern, Access access) {
  private static final String FILE = "{file}";
  private static final Pattern STATIC_FILE =
      Pattern.compile(
          "[A-Za-z0-9_-][A-Za-z0-9._-]*\\.(?:js|css|svg|png|ico|webmanifest|txt|html|woff2?|ttf|json)");

  /** Returns the variables of a path if it leads here. */
  Optional<Map<String, String>> match(String askedMethod, List<String> path) {
    List<String> parts = parts(pattern);
    if (!askedMethod.equals(method) || parts.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (part.equals(FILE) && !STATIC_FILE.matcher(path.get(i)).matches()) {
        return Optional.empty();
      }
      if (part.startsWith("{")) {
        variables.put(part.substring(1, part.length() - 1), path.get(i));
      } else if (!part.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }

  static List<String> parts(String path) {
    return List.of(path.substring(1).split("/", -1));
  }
}
