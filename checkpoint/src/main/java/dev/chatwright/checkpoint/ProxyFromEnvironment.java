package dev.chatwright.checkpoint;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The proxy that the variables {@code HTTPS_PROXY} and {@code NO_PROXY} name. */
final class ProxyFromEnvironment {
  private static final int DEFAULT_PORT = 8080;

  private ProxyFromEnvironment() {}

  /** Returns the proxy to reach a host through, if there is one. */
  static Optional<InetSocketAddress> of(Map<String, String> environment, String host) {
    String proxy = value(environment, "HTTPS_PROXY");
    if (proxy == null || isExcepted(value(environment, "NO_PROXY"), host)) {
      return Optional.empty();
    }
    URI address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
    if (address.getHost() == null) {
      throw new IllegalArgumentException("HTTPS_PROXY must be like http://host:port");
    }
    int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
    return Optional.of(InetSocketAddress.createUnresolved(address.getHost(), port));
  }

  private static boolean isExcepted(@Nullable String exceptions, String host) {
    if (exceptions == null) {
      return false;
    }
    return List.of(exceptions.split(",")).stream()
        .map(exception -> exception.strip().replaceFirst("^\\*?\\.", ""))
        .anyMatch(
            exception ->
                exception.equals("*")
                    || host.equals(exception)
                    || (!exception.isEmpty() && host.endsWith("." + exception)));
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, environment.get(name.toLowerCase(Locale.ROOT)));
    return value == null || value.isBlank() ? null : value.strip();
  }
}
