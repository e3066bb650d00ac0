package dev.chatwright.server.health;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Counts requests by route, never by address: clients must not be able to grow the metrics.
 *
 * <p>Safe for use by several threads.
 */
public final class MetricsFilter extends HttpFilter {
  private static final long serialVersionUID = 1;

  private final transient ServerMetrics metrics;

  /** Creates the filter. */
  public MetricsFilter(ServerMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long started = System.nanoTime();
    try {
      chain.doFilter(request, response);
    } finally {
      Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      metrics.answered(route == null ? "none" : route.toString(), response.getStatus(), took);
    }
  }
}
