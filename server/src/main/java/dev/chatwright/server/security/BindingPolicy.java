package dev.chatwright.server.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Where the server may listen: anywhere with a key, at this machine's loopback without one. */
public final class BindingPolicy {
  private BindingPolicy() {}

  /**
   * Returns the address to listen at.
   *
   * @throws IOException if the host is unknown
   * @throws IllegalArgumentException if others than this machine could reach it without a key
   */
  public static InetAddress check(String host, Optional<String> apiKey) throws IOException {
    InetAddress address = resolve(host);
    if (!address.isLoopbackAddress() && apiKey.isEmpty()) {
      throw new IllegalArgumentException(
          "listening at %s lets other machines in, which needs an API key; set one, or listen at 127.0.0.1"
              .formatted(host));
    }
    return address;
  }

  private static InetAddress resolve(String host) throws IOException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw new IOException("cannot listen at %s: no such host".formatted(host), unknown);
    }
  }
}
