package dev.chatwright.server.security;

import dev.chatwright.server.http.ApiException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie that holds a session's secret: out of reach for scripts, sent to this server only, not
 * sent with what other sites begin.
 *
 * <p>Browsers take its name with {@code __Host-} only over TLS, or from this machine itself. Over
 * plain HTTP anybody on the way could read it, so there nobody can sign in unless the operator
 * allows it, and then it has another name. Immutable.
 */
public final class SessionCookie {
  /** The cookie's name over TLS. */
  public static final String NAME = "__Host-chatwright";

  /** The cookie's name over plain HTTP. */
  public static final String INSECURE_NAME = "chatwright";

  private final boolean insecureHttp;

  /** Creates the cookie's rules. */
  public SessionCookie(AccessOptions options) {
    this.insecureHttp = options.insecureHttp();
  }

  /** Returns the secret that a request brings. */
  public Optional<String> read(HttpServletRequest request) {
    return find(request, NAME)
        .or(() -> insecureHttp ? find(request, INSECURE_NAME) : Optional.empty());
  }

  private static Optional<String> find(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name)) {
          return Optional.of(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Refuses to sign somebody in over a line that others can read.
   *
   * @throws ApiException if the line is not safe and the operator has not allowed that
   */
  public void requireSafeLine(HttpServletRequest request) {
    if (!insecureHttp && !isSafe(request)) {
      throw ApiException.of(
          403,
          "https_required",
          "you cannot sign in over plain HTTP, as others on the network could read your password;"
              + " ask the operator to put TLS in front of this server"
              + " (or, knowing the risk, to set server.insecure_http to true)");
    }
  }

  // Whoever lies in the second header gets a cookie that their own browser will not send.
  private static boolean isSafe(HttpServletRequest request) {
    return request.isSecure()
        || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"))
        || Origins.isThisMachine(request.getHeader("Host"));
  }

  /** Gives a browser the cookie. */
  public void set(
      HttpServletRequest request, HttpServletResponse response, String secret, Duration life) {
    write(request, response, secret, life.toSeconds());
  }

  /** Takes the cookie from a browser. */
  public void clear(HttpServletRequest request, HttpServletResponse response) {
    write(request, response, "", 0);
  }

  private void write(
      HttpServletRequest request, HttpServletResponse response, String value, long seconds) {
    boolean safe = isSafe(request);
    response.addHeader(
        "Set-Cookie",
        "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
            .formatted(safe ? NAME : INSECURE_NAME, value, seconds, safe ? "; Secure" : ""));
  }
}
