package dev.chatwright.server;

import dev.chatwright.inference.CacheType;
import dev.chatwright.inference.EngineOptions;
import dev.chatwright.inference.Speculation;
import dev.chatwright.server.configuration.Configuration;
import dev.chatwright.server.configuration.ConfigurationException;
import dev.chatwright.server.configuration.EngineSection;
import dev.chatwright.server.configuration.ModelsSection;
import dev.chatwright.server.configuration.Option;
import dev.chatwright.server.configuration.Options;
import dev.chatwright.server.model.ModelLimits;
import dev.chatwright.server.model.ReplyTimes;
import dev.chatwright.server.model.SharedPrompts;
import dev.chatwright.server.security.AccessOptions;
import dev.chatwright.server.security.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How the server is to run: what is configured, and what is not for operators to choose.
 *
 * <p>Immutable.
 *
 * @param home the folder that holds models, data and keys
 * @param configuration what an operator may set
 * @param loadingPatience how long a request waits for a model to be loaded before it is told to
 *     come back
 * @param reloadPause how long after it began to be loaded a model that has broken is loaded again
 */
public record ServerOptions(
    Path home, Configuration configuration, Duration loadingPatience, Duration reloadPause) {

  /** How long a request waits for the model unless told otherwise. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

  /** How long a broken model is left as it is: reading a large one takes all the disk's time. */
  public static final Duration DEFAULT_RELOAD_PAUSE = Duration.ofSeconds(10);

  /** Returns the options to serve this machine only, with the built-in model and without a key. */
  public static ServerOptions of(Path home) {
    return of(home, Configuration.DEFAULT);
  }

  /** Returns the options of a home folder that is configured. */
  public static ServerOptions of(Path home, Configuration configuration) {
    return new ServerOptions(home, configuration, DEFAULT_PATIENCE, DEFAULT_RELOAD_PAUSE);
  }

  /** Returns the name or address to listen at. */
  public String host() {
    return configuration.server().host();
  }

  /** Returns the port to listen at, 0 for any free one. */
  public int port() {
    return configuration.server().port();
  }

  /** Returns who may come in. */
  public AccessOptions access() {
    return new AccessOptions(
        configuration.team().enabled() ? Mode.TEAM : Mode.ALONE,
        Optional.of(configuration.server().apiKey()).filter(key -> !key.isEmpty()),
        configuration.server().insecureHttp(),
        Set.copyOf(configuration.server().proxies()));
  }

  /** Returns the id or path of the model that answers by default. */
  public String model() {
    return configuration.models().defaultId();
  }

  /** Returns what changes that model as it computes. */
  public Optional<Path> adapter() {
    return Optional.of(configuration.models().adapter())
        .filter(path -> !path.isEmpty())
        .map(Path::of);
  }

  /** Returns the adapters that the same model may be asked for with, by name. */
  public Map<String, Path> namedAdapters() {
    Map<String, Path> named = new TreeMap<>();
    for (String written : configuration.models().adapters()) {
      int end = written.indexOf('=');
      named.put(written.substring(0, end), Path.of(written.substring(end + 1)));
    }
    return named;
  }

  /** Returns how models are computed. */
  public EngineOptions engine() {
    EngineSection engine = configuration.engine();
    EngineOptions all =
        EngineOptions.DEFAULT
            .withKernels(engine.kernels())
            .withParallel(engine.parallel())
            .withSpeculation(Speculation.valueOf(engine.speculation().toUpperCase(Locale.ROOT)))
            .withCacheType(CacheType.valueOf(engine.cacheType().toUpperCase(Locale.ROOT)))
            .withRepack(engine.repack());
    EngineOptions some = engine.threads() == 0 ? all : all.withThreads(engine.threads());
    return engine.context() == 0 ? some : some.withContextLength(engine.context());
  }

  /**
   * Checks what no option tells alone: files that must be there, and values that must suit others
   * or this machine.
   *
   * @throws ConfigurationException if something does not suit
   */
  public void check() throws ConfigurationException {
    replyTimes();
    sharedPrompts();
    checkKernels();
  }

  private void checkKernels() throws ConfigurationException {
    try {
      engine().checkKernels();
    } catch (IllegalArgumentException refused) {
      throw configuration.refusal(
          Options.ENGINE_KERNELS, "must suit this machine: " + refused.getMessage());
    }
  }

  /**
   * Returns how long replies may take.
   *
   * @throws ConfigurationException if the usual time is more than the longest
   */
  ReplyTimes replyTimes() throws ConfigurationException {
    int usual = configuration.engine().timeoutSeconds();
    int most = configuration.engine().maxTimeoutSeconds();
    if (most > 0 && usual > most) {
      throw configuration.refusal(
          Options.ENGINE_TIMEOUT_SECONDS,
          "must be at most %s, which is %d, got %d"
              .formatted(Options.ENGINE_MAX_TIMEOUT_SECONDS.key(), most, usual));
    }
    return ReplyTimes.ofSeconds(usual, most);
  }

  /**
   * Reads the prompts that all share.
   *
   * @throws ConfigurationException if one cannot be read
   */
  SharedPrompts sharedPrompts() throws ConfigurationException {
    try {
      return SharedPrompts.read(configuration.engine().sharedPrompts());
    } catch (IOException unreadable) {
      throw configuration.refusal(
          Options.ENGINE_SHARED_PROMPTS, "cannot be read: " + unreadable.getMessage());
    }
  }

  /** Returns the id or path of the model that guesses tokens for others. */
  public Optional<String> draft() {
    return Optional.of(configuration.engine().draft()).filter(draft -> !draft.isEmpty());
  }

  /** Returns how much the loaded models may take. */
  public ModelLimits models() {
    ModelsSection models = configuration.models();
    long bytes = models.memoryBudget() == 0 ? ModelLimits.halfOfMemory() : models.memoryBudget();
    return new ModelLimits(models.maxLoaded(), bytes, loadingPatience, reloadPause);
  }

  /**
   * Returns these options with a value as if it had been given on the command line.
   *
   * @throws IllegalArgumentException if the option does not take it
   */
  public <T> ServerOptions with(Option<T> option, T value) {
    return new ServerOptions(home, configuration.with(option, value), loadingPatience, reloadPause);
  }

  /** Returns these options with another address to listen at. */
  public ServerOptions withAddress(String host, int port) {
    return with(Options.SERVER_HOST, host).with(Options.SERVER_PORT, port);
  }

  /** Returns these options with another language model. */
  public ServerOptions withModel(String idOrPath) {
    return with(Options.MODELS_DEFAULT, idOrPath);
  }

  /** Returns these options with a key that clients must send. */
  public ServerOptions withApiKey(String key) {
    return with(Options.SERVER_API_KEY, key);
  }

  /** Returns these options with accounts. */
  public ServerOptions withTeam() {
    return with(Options.TEAM_ENABLED, true);
  }

  /** Returns these options with another time that requests wait for a model. */
  public ServerOptions withLoadingPatience(Duration patience) {
    return new ServerOptions(home, configuration, patience, reloadPause);
  }

  /** Returns these options with another time that a broken model is left as it is. */
  public ServerOptions withReloadPause(Duration pause) {
    return new ServerOptions(home, configuration, loadingPatience, pause);
  }
}
