package dev.chatwright.cli.load;

import dev.chatwright.server.ChatwrightServer;
import dev.chatwright.server.ServerOptions;
import dev.chatwright.server.configuration.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The program that is killed: a whole Chatwright server with the canned model. It says its port,
 * and ends when its standard input does, so that it never outlives who started it. The browser
 * tests of whole journeys start it too.
 *
 * <p>Immutable.
 */
final class CannedServer {
  /** What stands before the port on standard output. */
  static final String PORT = "port ";

  /** What stands before the one-time token that makes the first administrator of a team. */
  private static final String SET_UP = "set up ";

  private CannedServer() {}

  /**
   * Serves the home that is the first argument, as its config.yaml says, on the port that is the
   * second, or else a free one.
   */
  public static void main(String[] arguments) throws IOException {
    Path home = Path.of(arguments[0]);
    int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    ServerOptions options =
        ServerOptions.of(home, Configuration.load(home, Map.of())).withAddress("127.0.0.1", port);
    try (ChatwrightServer server = ChatwrightServer.start(options, new CannedSource())) {
      server.setUpToken().ifPresent(token -> System.out.println(SET_UP + token));
      System.out.println(PORT + server.port());
      while (System.in.read() >= 0) {
        // Nothing is sent; only the end counts.
      }
    }
  }
}
