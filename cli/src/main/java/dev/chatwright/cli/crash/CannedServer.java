package dev.chatwright.cli.crash;

import dev.chatwright.server.ChatwrightServer;
import dev.chatwright.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The program that is killed: a whole Chatwright server, on a free port, with the canned model. It
 * says its port, and ends when its standard input does, so that it never outlives who started it.
 *
 * <p>Immutable.
 */
final class CannedServer {
  /** What stands before the port on standard output. */
  static final String PORT = "port ";

  private CannedServer() {}

  /** Serves the home that is the only argument. */
  public static void main(String[] arguments) throws IOException {
    ServerOptions options = ServerOptions.of(Path.of(arguments[0])).withAddress("127.0.0.1", 0);
    try (ChatwrightServer server = ChatwrightServer.start(options, new CannedSource())) {
      System.out.println(PORT + server.port());
      while (System.in.read() >= 0) {
        // Nothing is sent; only the end counts.
      }
    }
  }
}
