package dev.chatwright.cli;

import dev.chatwright.server.ChatwrightServer;
import dev.chatwright.server.ServerOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the chat page and the API. */
@Command(
    name = "serve",
    description = "Serve the chat page and the OpenAI-compatible API.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private EngineOption engine = new EngineOption();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description = "Id of a stored model, or a path (default: " + ModelOption.DEFAULT_MODEL + ").")
  private @Nullable String model;

  @Option(
      names = "--host",
      paramLabel = "H",
      defaultValue = "127.0.0.1",
      description = "Address to listen at (default: ${DEFAULT-VALUE}); any other means --team.")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port to listen at, 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port = ServerOptions.DEFAULT_PORT;

  @Option(names = "--team", description = "Serve a team: people have accounts and sign in.")
  private boolean team;

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      defaultValue = "${env:CHATWRIGHT_API_KEY}",
      description =
          "What programs must send as bearer token; with --team it opens /v1 only"
              + " (default: $CHATWRIGHT_API_KEY).")
  private @Nullable String apiKey;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireModel();
    try (ChatwrightServer server = ChatwrightServer.start(options())) {
      String address = "http://%s:%d".formatted(host, server.port());
      System.out.println("Chatwright is at " + address);
      server.setUpToken().ifPresent(token -> invite(server, token));
      System.out.println("Ctrl-C ends it.");
      var ended = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(ended::countDown));
      ended.await();
    }
    return 0;
  }

  /** The link names this machine, where a browser keeps the session also without TLS. */
  private static void invite(ChatwrightServer server, String token) {
    System.out.println(
        "There is no administrator yet. Open this link once to become it (on another machine,"
            + " put your own address before /setup):");
    System.out.println("  http://localhost:%d/setup#%s".formatted(server.port(), token));
  }

  /** Refuses an unknown model before the server starts; the default one is fetched. */
  private void requireModel() throws IOException {
    if (model != null
        && !model.equals(ModelOption.DEFAULT_MODEL)
        && home.store().find(model).isEmpty()) {
      throw ModelOption.unknown(home.store(), model);
    }
  }

  private ServerOptions options() {
    ServerOptions options =
        ServerOptions.of(home.path()).withAddress(host, port).withEngine(engine.options());
    options = model == null ? options : options.withModel(model);
    options = team ? options.withTeam() : options;
    return apiKey == null || apiKey.isBlank() ? options : options.withApiKey(apiKey);
  }
}
