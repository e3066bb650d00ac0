package dev.chatwright.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;

/**
 * Gives each request an id, which its answer and the log name.
 *
 * <p>Safe for use by several threads.
 */
public final class RequestIdFilter extends HttpFilter {
  private static final long serialVersionUID = 1;

  /** The header that tells the id. */
  public static final String HEADER = "X-Request-Id";

  /** Creates the filter. */
  public RequestIdFilter() {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader(HEADER, "req-" + UUID.randomUUID());
    chain.doFilter(request, response);
  }
}
