package dev.chatwright.server;

import static java.util.Objects.requireNonNull;

import dev.chatwright.server.security.Access.Open;
import dev.chatwright.server.security.Route;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What api.yaml says there is.
 *
 * @param paths its operations by path and method
 */
record ApiDescription(Map<String, Map<String, Object>> paths) {
  /** The keys of a path that are no methods. */
  private static final Set<String> SHARED = Set.of("parameters", "description", "summary");

  static ApiDescription read() throws IOException {
    try (InputStream file = ChatwrightServer.class.getResourceAsStream("api.yaml")) {
      Map<String, Map<String, Map<String, Object>>> document =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
      return new ApiDescription(requireNonNull(document.get("paths")));
    }
  }

  /** Returns method and path of every operation. */
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    paths.forEach(
        (path, methods) -> {
          for (String method : methods.keySet()) {
            if (!SHARED.contains(method)) {
              operations.add(method.toUpperCase(Locale.ROOT) + " " + path);
            }
          }
        });
    return operations;
  }

  /** Returns the statuses of a route, those that its head describes for many at once among them. */
  Set<Integer> statuses(Route route) {
    Map<?, ?> operation =
        (Map<?, ?>)
            requireNonNull(
                requireNonNull(paths.get(route.pattern()))
                    .get(route.method().toLowerCase(Locale.ROOT)));
    Set<Integer> statuses = new TreeSet<>();
    ((Map<?, ?>) requireNonNull(operation.get("responses")))
        .keySet()
        .forEach(status -> statuses.add(Integer.valueOf(String.valueOf(status))));
    if (!(route.access() instanceof Open)) {
      statuses.addAll(Set.of(401, 403));
    }
    if (operation.containsKey("requestBody") || operation.containsKey("parameters")) {
      statuses.add(400);
    }
    if (route.pattern().contains("{")) {
      statuses.add(404);
    }
    return statuses;
  }
}
