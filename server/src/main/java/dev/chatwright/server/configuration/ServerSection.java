package dev.chatwright.server.configuration;

import java.util.List;

/**
 * Where the server listens. Immutable.
 *
 * @param host the name or address to listen at. Any but this machine's own means a team
 * @param port the port to listen at; 0 for any free one
 * @param apiKey what clients must send as bearer token
 * @param insecureHttp whether people may sign in over plain HTTP from other machines
 * @param proxies addresses of proxies whose word about a client's address is believed
 */
public record ServerSection(
    String host, int port, String apiKey, boolean insecureHttp, List<String> proxies) {
  /** Copies the proxies. */
  public ServerSection {
    proxies = List.copyOf(proxies);
  }

  /** Returns the section without its secret, which must not reach a log. */
  @Override
  public String toString() {
    return "ServerSection";
  }
}
