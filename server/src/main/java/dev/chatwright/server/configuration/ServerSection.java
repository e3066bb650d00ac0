package dev.chatwright.server.configuration;

/**
 * Where the server listens. Immutable.
 *
 * @param host the name or address to listen at. Any but this machine's own needs server.api_key
 * @param port the port to listen at; 0 for any free one
 * @param apiKey what clients must send as bearer token
 * @param publicUrl the address that people type, if a proxy stands before this server
 */
public record ServerSection(String host, int port, String apiKey, String publicUrl) {

  /** Returns the section without its secret, which must not reach a log. */
  @Override
  public String toString() {
    return "ServerSection";
  }
}
