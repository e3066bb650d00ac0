package dev.chatwright.server.security;

import dev.chatwright.server.http.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the tricks by which a page of another site could use this server through somebody's
 * browser: a foreign host name that resolves to 127.0.0.1, and a request that the browser says
 * comes from another site.
 *
 * <p>Immutable.
 */
public final class Origins {
  private static final Set<String> LOCAL_NAMES =
      Set.of("localhost", "127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]");
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final boolean loopback;

  /**
   * Creates the rules.
   *
   * @param loopback whether the server listens at loopback only
   */
  public Origins(boolean loopback) {
    this.loopback = loopback;
  }

  /**
   * Lets a request pass.
   *
   * @throws ApiException if it comes from elsewhere
   */
  public void check(HttpServletRequest request) {
    requireOwnName(request);
    requireOwnPages(request);
  }

  private void requireOwnName(HttpServletRequest request) {
    if (loopback && !LOCAL_NAMES.contains(hostName(request.getHeader("Host")))) {
      throw ApiException.of(
          403,
          "host_not_allowed",
          "this server answers to localhost, 127.0.0.1 and [::1] only, not to the Host header sent");
    }
  }

  private static String hostName(@Nullable String header) {
    if (header == null) {
      return "";
    }
    String host = header.strip().toLowerCase(Locale.ROOT);
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    return end > 0 ? host.substring(0, end) : host;
  }

  private static void requireOwnPages(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null || READING.contains(request.getMethod())) {
      return;
    }
    String host = request.getHeader("Host");
    if (host == null || !host.equalsIgnoreCase(authority(origin))) {
      throw ApiException.of(
          403, "origin_not_allowed", "requests from pages of other sites are refused");
    }
  }

  private static @Nullable String authority(String origin) {
    try {
      return URI.create(origin).getRawAuthority();
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
