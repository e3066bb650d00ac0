package dev.chatwright.server.configuration;

import dev.chatwright.server.http.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows an administrator what holds, and why.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class ConfigurationController {
  private final Configuration configuration;

  /** Creates the controller. */
  public ConfigurationController(Configuration configuration) {
    this.configuration = configuration;
  }

  private record Answer(List<Configuration.Shown> options) {}

  @GetMapping("/api/administration/configuration")
  void show(HttpServletResponse response) throws IOException {
    Json.answer(response, 200, new Answer(configuration.shown()));
  }
}
