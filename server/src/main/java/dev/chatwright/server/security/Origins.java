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

  private static final Set<String> FOREIGN_SITES = Set.of("cross-site", "same-site");

  private final boolean localNamesOnly;

  /**
   * Creates the rules.
   *
   * @param localNamesOnly whether the server is called by this machine's own names only, as it is
   *     for one person alone; a team comes by any name, with sessions that belong to that name
   */
  public Origins(boolean localNamesOnly) {
    this.localNamesOnly = localNamesOnly;
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
    if (localNamesOnly && !isThisMachine(request.getHeader("Host"))) {
      throw ApiException.of(
          403,
          "host_not_allowed",
          "this server answers to localhost, 127.0.0.1 and [::1] only, not to the Host header sent");
    }
  }

  /** Returns whether a Host header names this machine itself. */
  static boolean isThisMachine(@Nullable String host) {
    return LOCAL_NAMES.contains(hostName(host));
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
    if (READING.contains(request.getMethod())) {
      return;
    }
    String origin = request.getHeader("Origin");
    String host = request.getHeader("Host");
    boolean foreign = origin != null && (host == null || !host.equalsIgnoreCase(authority(origin)));
    if (foreign || isForeignSite(request)) {
      throw ApiException.of(
          403, "origin_not_allowed", "requests from pages of other sites are refused");
    }
  }

  private static boolean isForeignSite(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    return site != null && FOREIGN_SITES.contains(site.toLowerCase(Locale.ROOT));
  }

  /**
   * Refuses what a form of another site could send with somebody's cookie, should a browser not
   * tell where it comes from: such a form can send neither JSON nor this header.
   *
   * @throws ApiException if a change in somebody's session names no origin and brings no JSON
   */
  void checkSession(HttpServletRequest request) {
    boolean named =
        request.getHeader("Origin") != null || request.getHeader("Sec-Fetch-Site") != null;
    if (!named && !READING.contains(request.getMethod()) && !isJson(request)) {
      throw ApiException.of(
          403, "origin_required", "changes need an Origin header or a body of application/json");
    }
  }

  private static boolean isJson(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }

  private static @Nullable String authority(String origin) {
    try {
      return URI.create(origin).getRawAuthority();
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
