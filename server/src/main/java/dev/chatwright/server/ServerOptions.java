package dev.chatwright.server;

import dev.chatwright.inference.EngineOptions;
import dev.chatwright.server.model.ModelLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the server is to run.
 *
 * <p>Immutable.
 *
 * @param host the name or address to listen at
 * @param port the port to listen at, 0 for any free one
 * @param home the folder that holds the models
 * @param model the id or path of the language model; empty for the built-in choice
 * @param engine how models are computed
 * @param apiKey what clients must send as a bearer token; empty lets everybody on this machine in
 * @param models how much the loaded models may take
 */
public record ServerOptions(
    String host,
    int port,
    Path home,
    Optional<String> model,
    EngineOptions engine,
    Optional<String> apiKey,
    ModelLimits models) {

  /** The port unless told otherwise. */
  public static final int DEFAULT_PORT = 8080;

  /** How long a request waits for the model unless told otherwise. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

  private static final int MIN_KEY_LENGTH = 8;

  /** Checks the ranges. */
  public ServerOptions {
    if (host.isBlank()) {
      throw new IllegalArgumentException("the host must not be empty");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the port must be 0 to 65535, got " + port);
    }
    if (apiKey.isPresent() && apiKey.get().strip().length() < MIN_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "the API key must have at least %d letters, got %d"
              .formatted(MIN_KEY_LENGTH, apiKey.get().strip().length()));
    }
  }

  /** Returns the options to serve this machine only, with the built-in model and without a key. */
  public static ServerOptions of(Path home) {
    return new ServerOptions(
        "127.0.0.1",
        DEFAULT_PORT,
        home,
        Optional.empty(),
        EngineOptions.DEFAULT,
        Optional.empty(),
        new ModelLimits(3, ModelLimits.halfOfMemory(), DEFAULT_PATIENCE));
  }

  /** Returns these options with another address to listen at. */
  public ServerOptions withAddress(String newHost, int newPort) {
    return new ServerOptions(newHost, newPort, home, model, engine, apiKey, models);
  }

  /** Returns these options with another language model. */
  public ServerOptions withModel(String idOrPath) {
    return new ServerOptions(host, port, home, Optional.of(idOrPath), engine, apiKey, models);
  }

  /** Returns these options with models computed otherwise. */
  public ServerOptions withEngine(EngineOptions options) {
    return new ServerOptions(host, port, home, model, options, apiKey, models);
  }

  /** Returns these options with a key that clients must send. */
  public ServerOptions withApiKey(String key) {
    return new ServerOptions(host, port, home, model, engine, Optional.of(key), models);
  }

  /** Returns these options with another time that requests wait for the model. */
  public ServerOptions withLoadingPatience(Duration patience) {
    return new ServerOptions(
        host,
        port,
        home,
        model,
        engine,
        apiKey,
        new ModelLimits(models.maxLoaded(), models.memoryBytes(), patience));
  }

  /** Returns these options with other limits of what is loaded. */
  public ServerOptions withModels(ModelLimits limits) {
    return new ServerOptions(host, port, home, model, engine, apiKey, limits);
  }

  /** Returns the options without the key, which must not reach a log. */
  @Override
  public String toString() {
    return "ServerOptions[host=%s, port=%d, home=%s, model=%s, key=%s]"
        .formatted(host, port, home, model.orElse("default"), apiKey.isPresent() ? "set" : "none");
  }
}
