package dev.chatwright.server.health;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers Prometheus.
 *
 * <p>The Java machine's own meters are made at the first question, as they would slow every start.
 * Safe for use by several threads.
 */
@RestController
public final class MetricsController implements AutoCloseable {
  private final PrometheusMeterRegistry registry;
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private boolean machineMeters; // guarded by this

  /** Creates the controller. */
  public MetricsController(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  @GetMapping({"/metrics", "/actuator/prometheus"})
  void scrape(HttpServletResponse response) throws IOException {
    addMachineMeters();
    byte[] body = registry.scrape().getBytes(StandardCharsets.UTF_8);
    response.setContentType("text/plain; version=0.0.4; charset=utf-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private synchronized void addMachineMeters() {
    if (!machineMeters) {
      machineMeters = true;
      new JvmMemoryMetrics().bindTo(registry);
      new JvmThreadMetrics().bindTo(registry);
      new ProcessorMetrics().bindTo(registry);
      collector.bindTo(registry);
    }
  }

  /** Stops listening to the garbage collector. */
  @Override
  public void close() {
    collector.close();
  }
}
