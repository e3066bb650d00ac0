package dev.chatwright.server;

import dev.chatwright.inference.EngineOptions;
import dev.chatwright.server.security.AccessOptions;
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
 * @param access who may come in
 * @param loadingPatience how long a request waits for the model to be loaded before it is told to
 *     come back
 */
public record ServerOptions(
    String host,
    int port,
    Path home,
    Optional<String> model,
    EngineOptions engine,
    AccessOptions access,
    Duration loadingPatience) {

  /** The port unless told otherwise. */
  public static final int DEFAULT_PORT = 8080;

  /** How long a request waits for the model unless told otherwise. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

  /** Checks the ranges. */
  public ServerOptions {
    if (host.isBlank()) {
      throw new IllegalArgumentException("the host must not be empty");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the port must be 0 to 65535, got " + port);
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
        AccessOptions.DEFAULT,
        DEFAULT_PATIENCE);
  }

  /** Returns these options with another address to listen at. */
  public ServerOptions withAddress(String newHost, int newPort) {
    return new ServerOptions(newHost, newPort, home, model, engine, access, loadingPatience);
  }

  /** Returns these options with another language model. */
  public ServerOptions withModel(String idOrPath) {
    return new ServerOptions(
        host, port, home, Optional.of(idOrPath), engine, access, loadingPatience);
  }

  /** Returns these options with models computed otherwise. */
  public ServerOptions withEngine(EngineOptions options) {
    return new ServerOptions(host, port, home, model, options, access, loadingPatience);
  }

  /** Returns these options with a key that clients must send. */
  public ServerOptions withApiKey(String key) {
    return withAccess(access.withMachineKey(key));
  }

  /** Returns these options with accounts, wherever it listens. */
  public ServerOptions withTeam() {
    return withAccess(access.withTeam());
  }

  /** Returns these options with others who may come in. */
  public ServerOptions withAccess(AccessOptions newAccess) {
    return new ServerOptions(host, port, home, model, engine, newAccess, loadingPatience);
  }

  /** Returns these options with another time that requests wait for the model. */
  public ServerOptions withLoadingPatience(Duration patience) {
    return new ServerOptions(host, port, home, model, engine, access, patience);
  }

  /** Returns the options without the key, which must not reach a log. */
  @Override
  public String toString() {
    return "ServerOptions[host=%s, port=%d, home=%s, model=%s, access=%s]"
        .formatted(host, port, home, model.orElse("default"), access);
  }
}
