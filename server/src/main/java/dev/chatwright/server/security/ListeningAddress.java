package dev.chatwright.server.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where the server listens. */
public final class ListeningAddress {
  private ListeningAddress() {}

  /**
   * Returns the address to listen at.
   *
   * @throws IOException if the host is unknown
   */
  public static InetAddress of(String host) throws IOException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw new IOException("cannot listen at %s: no such host".formatted(host), unknown);
    }
  }
}
