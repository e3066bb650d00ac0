package dev.chatwright.server.security;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Asks the {@link AccessPolicy} before anything else happens, and tells browsers to be strict.
 *
 * <p>Safe for use by several threads.
 */
public final class AccessFilter extends HttpFilter {
  private static final long serialVersionUID = 1;

  private static final String CONTENT_POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; "
          + "form-action 'self'; frame-ancestors 'none'";

  private final transient AccessPolicy policy;

  /** Creates the filter. */
  public AccessFilter(AccessPolicy policy) {
    this.policy = policy;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    addHeaders(response);
    try {
      policy.check(request);
    } catch (ApiException refusal) {
      if (refusal.status() == 401) {
        response.setHeader("WWW-Authenticate", "Bearer");
      }
      Json.answer(response, refusal);
      return;
    }
    chain.doFilter(request, response);
  }

  private static void addHeaders(HttpServletResponse response) {
    response.setHeader("Content-Security-Policy", CONTENT_POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  }
}
