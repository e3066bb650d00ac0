package dev.chatwright.server.http;

import dev.chatwright.server.store.TimeOrderedIds;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The parameters of a request's address, read as strictly as its body: unknown and repeated ones
 * are refused.
 *
 * <p>Immutable.
 */
public final class QueryFields {
  private final Map<String, String[]> values;

  private QueryFields(Map<String, String[]> values) {
    this.values = values;
  }

  /**
   * Returns the parameters of a request.
   *
   * @throws ApiException if there are others than those named, one is there twice, or one is not
   *     UTF-8
   */
  public static QueryFields read(HttpServletRequest request, String... known) {
    Set<String> names = Set.copyOf(Arrays.asList(known));
    Map<String, String[]> values = parameters(request);
    values.forEach(
        (name, given) -> {
          if (!names.contains(name)) {
            throw ApiException.badField(
                name, "unknown_parameter", "unknown parameter " + Quote.brief(name));
          }
          if (given.length > 1) {
            throw ApiException.badField(name, "'%s' is there twice".formatted(name));
          }
        });
    return new QueryFields(values);
  }

  private static Map<String, String[]> parameters(HttpServletRequest request) {
    try {
      return request.getParameterMap();
    } catch (IllegalStateException _) { // it quotes what was asked for, which no log may hold
      throw ApiException.of(
          400, "invalid_parameters", "the parameters of the address must be UTF-8, as %XX");
    }
  }

  /** Returns a text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(given -> given[0]);
  }

  /** Returns an id. */
  public Optional<String> id(String name) {
    Optional<String> found = text(name);
    if (found.isPresent() && !TimeOrderedIds.isId(found.get())) {
      throw ApiException.badField(name, "'%s' must be an id".formatted(name));
    }
    return found;
  }

  /** Returns a whole number. */
  public OptionalInt integer(String name, int least, int most) {
    OptionalLong found = wholeNumber(name, least, most);
    return found.isPresent() ? OptionalInt.of((int) found.getAsLong()) : OptionalInt.empty();
  }

  /** Returns a whole number. */
  public OptionalLong wholeNumber(String name, long least, long most) {
    Optional<String> found = text(name);
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long value = Long.parseLong(found.get());
      if (value >= least && value <= most) {
        return OptionalLong.of(value);
      }
    } catch (NumberFormatException _) {
      // refused below, like a number out of range
    }
    throw ApiException.badField(
        name, "'%s' must be a whole number from %d to %d".formatted(name, least, most));
  }
}
