package dev.chatwright.server;

import dev.chatwright.server.account.SetUp;
import dev.chatwright.server.configuration.Configuration;
import dev.chatwright.server.model.ModelRegistry;
import dev.chatwright.server.model.ModelSource;
import dev.chatwright.server.model.StoredModels;
import dev.chatwright.server.security.AccessOptions;
import dev.chatwright.server.security.ListeningAddress;
import dev.chatwright.server.store.StorageException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The running server.
 *
 * <p>Safe for use by several threads.
 */
public final class ChatwrightServer implements AutoCloseable {
  /** What Spring says of wrong addresses and failed starts, our own answers and errors say. */
  private static final Map<String, Object> PROPERTIES =
      Map.of(
          "spring.jmx.enabled", "false",
          "logging.level.root", "warn",
          "logging.level.dev.chatwright", "info",
          "logging.level.org.springframework.web", "error",
          "logging.level.org.springframework.boot", "off");

  private final ConfigurableApplicationContext context;
  private final ModelRegistry models;
  private final int port;
  private final Optional<String> setUpToken;

  private ChatwrightServer(ConfigurableApplicationContext context, ModelRegistry models, int port) {
    this.context = context;
    this.models = models;
    this.port = port;
    this.setUpToken = isTeam() ? context.getBean(SetUp.class).makeToken() : Optional.empty();
  }

  /**
   * Starts a server with the models of the home folder. It answers at once; the model is loaded
   * meanwhile.
   *
   * @throws IOException if the address cannot be listened at, or the store cannot be read
   */
  public static ChatwrightServer start(ServerOptions options) throws IOException {
    return start(
        options,
        new StoredModels(
            options.home(),
            options.model(),
            options.adapter(),
            options.namedAdapters(),
            options.engine(),
            options.draft()));
  }

  /**
   * Starts a server with models from elsewhere.
   *
   * @throws IOException if the configuration does not suit, or the address cannot be listened at
   */
  public static ChatwrightServer start(ServerOptions options, ModelSource source)
      throws IOException {
    options.check();
    InetAddress address = ListeningAddress.of(options.host());
    requireFree(address, options);
    ModelRegistry models = new ModelRegistry(source, options.models());
    try {
      ConfigurableApplicationContext context = run(options, address, source, models);
      models.start(); // afterwards, as it would take from the page the processor that it starts on
      return new ChatwrightServer(context, models, portOf(context));
    } catch (RuntimeException failure) {
      models.close();
      if (isPortInUse(failure)) {
        throw portInUse(options, failure);
      }
      throw storeRefused(failure).orElseThrow(() -> failure);
    }
  }

  /** Tries the port before a model is fetched or loaded for nothing. */
  private static void requireFree(InetAddress address, ServerOptions options) throws IOException {
    try (ServerSocket _ = new ServerSocket(options.port(), 1, address)) {
      // It is free now; should that change, starting says so.
    } catch (BindException taken) {
      throw String.valueOf(taken.getMessage()).contains("in use")
          ? portInUse(options, taken)
          : new IOException(
              "cannot listen at %s, port %d: %s"
                  .formatted(options.host(), options.port(), taken.getMessage()),
              taken);
    }
  }

  private static boolean isPortInUse(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof PortInUseException || (cause != null && isPortInUse(cause));
  }

  /** Spring wraps what the store says of a home in use, a missing key or a damaged file. */
  private static Optional<IOException> storeRefused(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException || cause instanceof StorageException) {
        return Optional.of(new IOException(cause.getMessage(), failure));
      }
    }
    return Optional.empty();
  }

  private static IOException portInUse(ServerOptions options, Exception failure) {
    return new IOException(
        "port %d at %s is in use; stop what uses it or choose another port"
            .formatted(options.port(), options.host()),
        failure);
  }

  private static ConfigurableApplicationContext run(
      ServerOptions options, InetAddress address, ModelSource source, ModelRegistry models) {
    SpringApplication application = new SpringApplication(ServerConfiguration.class);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setDefaultProperties(PROPERTIES);
    // No others: nothing but config.yaml and the command line configures the server, so no
    // application.properties of whatever folder it is started in is looked for either.
    application.setListeners(List.of(new LoggingApplicationListener()));
    application.addInitializers(
        context -> {
          GenericApplicationContext beans = (GenericApplicationContext) context;
          beans.registerBean(ServerOptions.class, () -> options);
          beans.registerBean(Configuration.class, options::configuration);
          beans.registerBean(InetAddress.class, () -> address);
          beans.registerBean(ModelSource.class, () -> source);
          beans.registerBean(ModelRegistry.class, () -> models);
        });
    return application.run();
  }

  private static int portOf(ConfigurableApplicationContext context) throws IOException {
    if (context instanceof WebServerApplicationContext web && web.getWebServer() != null) {
      return web.getWebServer().getPort();
    }
    throw new IOException("the web server did not start");
  }

  /** Returns the port it listens at. */
  public int port() {
    return port;
  }

  /** Returns whether people have accounts here. */
  public boolean isTeam() {
    return context.getBean(AccessOptions.class).team();
  }

  /**
   * Returns the one-time token by which the first administrator comes in, as long as there is none;
   * it belongs on the operator's console and nowhere else.
   */
  public Optional<String> setUpToken() {
    return setUpToken;
  }

  /** Returns the models, which may still be loading. */
  public ModelRegistry models() {
    return models;
  }

  /** Returns a part of the server, for tests that look at how it is put together. */
  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Stops answering, cancels replies and frees the models. */
  @Override
  public void close() {
    models.close(); // first, so that streams end with a word
    context.close();
  }
}
