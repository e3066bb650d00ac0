package dev.chatwright.cli;

import dev.chatwright.server.ChatwrightServer;
import dev.chatwright.server.ServerOptions;
import dev.chatwright.server.configuration.Configuration;
import dev.chatwright.server.configuration.Option;
import dev.chatwright.server.configuration.Options;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Serves the chat page and the API. */
@Command(
    name = "serve",
    description = "Serve the chat page and the OpenAI-compatible API.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private EngineOption engine = new EngineOption();

  @CommandLine.Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description =
          "Id of a stored model, built-in, or a path (default: " + ModelOption.DEFAULT_MODEL + ").")
  private @Nullable String model;

  @Mixin private ServedAdapters adapters = new ServedAdapters();

  @CommandLine.Option(
      names = "--host",
      paramLabel = "H",
      description = "Address to listen at (default: 127.0.0.1); any other means --team.")
  private @Nullable String host;

  @CommandLine.Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen at, 0 for any free one (default: 8080).")
  private @Nullable String port;

  @CommandLine.Option(
      names = "--team",
      description = "Serve a team: people have accounts and sign in.")
  private @Nullable Boolean team;

  @CommandLine.Option(
      names = "--api-key",
      paramLabel = "KEY",
      description =
          "What programs must send as bearer token; with --team it opens /v1 only"
              + " (default: $CHATWRIGHT_API_KEY).")
  private @Nullable String apiKey;

  @CommandLine.Option(
      names = "--cache-folder",
      paramLabel = "DIR",
      description =
          "Keep what the model remembers of conversations in this folder when there is no memory for"
              + " it, and over restarts; sealed (default: none).")
  private @Nullable String cacheFolder;

  @CommandLine.Option(
      names = "--cache-folder-mb",
      paramLabel = "N",
      description = "Megabytes that this folder may take (default: 4096).")
  private @Nullable String cacheFolderMb;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerOptions options = ServerOptions.of(home.path(), configuration());
    requireModel(options.model());
    try (ChatwrightServer server = ChatwrightServer.start(options)) {
      System.out.println("Chatwright is at http://%s:%d".formatted(options.host(), server.port()));
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
  private void requireModel(String model) throws IOException {
    if (!model.equals(ModelOption.DEFAULT_MODEL)
        && ModelOption.find(home.store(), model).isEmpty()) {
      throw ModelOption.unknown(home.store(), model);
    }
  }

  /** Returns what is configured, with the flags before all else. */
  private Configuration configuration() throws IOException {
    Configuration configuration = Configuration.load(home.path(), System.getenv());
    configuration = with(configuration, Options.SERVER_HOST, host);
    configuration = withTyped(configuration, Options.SERVER_PORT, port);
    configuration = with(configuration, Options.MODELS_DEFAULT, model);
    configuration = with(configuration, Options.MODELS_ADAPTER, adapters.unnamed());
    configuration = with(configuration, Options.MODELS_ADAPTERS, adapters.named());
    configuration = with(configuration, Options.SERVER_API_KEY, apiKey);
    configuration = with(configuration, Options.TEAM_ENABLED, team);
    configuration = with(configuration, Options.ENGINE_THREADS, engine.threads());
    configuration = with(configuration, Options.ENGINE_PARALLEL, engine.givenParallel());
    configuration = with(configuration, Options.ENGINE_SPECULATION, engine.givenSpeculation());
    configuration = with(configuration, Options.ENGINE_DRAFT, engine.givenDraft());
    configuration = with(configuration, Options.ENGINE_CACHE_TYPE, engine.givenCacheType());
    configuration = with(configuration, Options.ENGINE_REPACK, engine.givenRepack());
    configuration = with(configuration, Options.ENGINE_CACHE_FOLDER, cacheFolder);
    configuration = withTyped(configuration, Options.ENGINE_CACHE_FOLDER_MB, cacheFolderMb);
    configuration = with(configuration, Options.ENGINE_CONTEXT, engine.givenContext());
    return with(configuration, Options.ENGINE_KERNELS, engine.kernels());
  }

  private static <T> Configuration with(
      Configuration configuration, Option<T> option, @Nullable T flag) {
    return flag == null ? configuration : configuration.with(option, flag);
  }

  private static Configuration withTyped(
      Configuration configuration, Option<?> option, @Nullable String flag) {
    return flag == null ? configuration : configuration.withTyped(option, flag);
  }
}
