package dev.chatwright.server.security;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.ErrorAnswers;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.StrictHeaders;
import dev.chatwright.server.store.StorageException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Asks the {@link Router} before anything else happens, and tells browsers to be strict.
 *
 * <p>Safe for use by several threads.
 */
public final class AccessFilter extends HttpFilter {
  private static final long serialVersionUID = 1;

  private final transient Router router;

  /** Creates the filter. */
  public AccessFilter(Router router) {
    this.router = router;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    StrictHeaders.addTo(response, request.getRequestURI());
    try {
      check(request);
    } catch (ApiException refusal) {
      if (refusal.status() == 401) {
        response.setHeader("WWW-Authenticate", "Bearer");
      }
      if (refusal.status() == 405) {
        response.setHeader("Allow", router.methods(request));
      }
      Json.answer(response, refusal);
      return;
    }
    chain.doFilter(request, response);
  }

  /** Here no controller's advice stands behind it, which else puts a failed store into words. */
  private void check(HttpServletRequest request) {
    try {
      router.check(request);
    } catch (StorageException failure) {
      throw ErrorAnswers.refusal(failure);
    }
  }
}
