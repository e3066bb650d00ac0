package dev.chatwright.server.configuration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of every option and where it comes from: its default, the file {@code config.yaml} of
 * the home folder, the environment, or the command line; the later wins.
 *
 * <p>Immutable.
 */
public final class Configuration {
  /** The name of the file in the home folder. */
  public static final String FILE = "config.yaml";

  /** Nothing is set. */
  public static final Configuration DEFAULT = new Configuration(Map.of());

  private static final String COMMAND_LINE = "command line";

  private final Map<Option<?>, Setting> settings;

  private Configuration(Map<Option<?>, Setting> settings) {
    this.settings = Map.copyOf(settings);
  }

  private record Setting(Object value, String origin) {}

  /**
   * An option as people see it. Immutable.
   *
   * @param key its name
   * @param value its value; of a secret only whether it is set
   * @param origin where the value comes from
   * @param description what it does
   */
  public record Shown(String key, String value, String origin, String description) {}

  /**
   * Reads the configuration of a home folder.
   *
   * @param environment the environment's variables
   * @throws ConfigurationException if a value or name is wrong; the message says where
   * @throws IOException if the file cannot be read
   */
  public static Configuration load(Path home, Map<String, String> environment) throws IOException {
    Map<Option<?>, Setting> settings = new HashMap<>();
    Path file = home.resolve(FILE);
    for (ConfigurationFile.Line line : ConfigurationFile.read(file)) {
      String origin = "%s line %d".formatted(FILE, line.number());
      String where = "%s line %d".formatted(file, line.number());
      settings.put(line.option(), setting(line.option(), line.value(), origin, where));
    }
    for (Option<?> option : Options.all()) {
      @Nullable String written = environment.get(option.variable());
      if (written != null && !written.isBlank()) {
        String origin = "environment " + option.variable();
        OptionValue value = new OptionValue.Single(written, false);
        settings.put(option, setting(option, value, origin, origin));
      }
    }
    return new Configuration(settings);
  }

  private static <T> Setting setting(
      Option<T> option, OptionValue value, String origin, String where)
      throws ConfigurationException {
    Object read =
        option
            .type()
            .read(value)
            .map(Object.class::cast)
            .orElseThrow(() -> new ConfigurationException(where, wrong(option, value)));
    return new Setting(read, origin);
  }

  private static String wrong(Option<?> option, OptionValue value) {
    String got = option.isSecret() ? value.quoted().length() - 2 + " letters" : value.quoted();
    return "%s must be %s, got %s".formatted(option.key(), option.type().expected(), got);
  }

  /**
   * Returns this configuration with a value given on the command line.
   *
   * @throws IllegalArgumentException if the option does not take it
   */
  public <T> Configuration with(Option<T> option, T value) {
    return withTyped(option, option.type().write(value));
  }

  /**
   * Returns this configuration with a value as somebody typed it on the command line.
   *
   * @throws IllegalArgumentException if the option does not take it; the message says what it takes
   */
  public <T> Configuration withTyped(Option<T> option, String typed) {
    OptionValue written = new OptionValue.Single(typed, false);
    T read =
        option
            .type()
            .read(written)
            .orElseThrow(() -> new IllegalArgumentException(wrong(option, written)));
    Map<Option<?>, Setting> changed = new HashMap<>(settings);
    changed.put(option, new Setting(read, COMMAND_LINE));
    return new Configuration(changed);
  }

  /** Returns the value of an option. */
  @SuppressWarnings("unchecked") // each was put there by its own option's type
  public <T> T get(Option<T> option) {
    @Nullable Setting setting = settings.get(option);
    return setting == null ? option.absent() : (T) setting.value();
  }

  /** Returns where the value of an option comes from. */
  public String origin(Option<?> option) {
    @Nullable Setting setting = settings.get(option);
    return setting == null ? "default" : setting.origin();
  }

  /** Returns the refusal of an option's value that does not suit all else. */
  public ConfigurationException refusal(Option<?> option, String problem) {
    return new ConfigurationException(origin(option), option.key() + " " + problem);
  }

  /** Returns how many options are set. */
  public int count() {
    return settings.size();
  }

  /** Returns every option with its value and origin. */
  public List<Shown> shown() {
    return Options.all().stream().map(this::shown).toList();
  }

  private <T> Shown shown(Option<T> option) {
    String value = option.type().write(get(option));
    String visible = option.isSecret() && !value.isEmpty() ? "set" : value;
    return new Shown(option.key(), visible, origin(option), option.description());
  }

  /** Returns the section {@code server}. */
  public ServerSection server() {
    return new ServerSection(
        get(Options.SERVER_HOST),
        get(Options.SERVER_PORT),
        get(Options.SERVER_API_KEY),
        get(Options.SERVER_INSECURE_HTTP),
        get(Options.SERVER_PROXIES));
  }

  /** Returns the section {@code team}. */
  public TeamSection team() {
    return new TeamSection(get(Options.TEAM_ENABLED));
  }

  /** Returns the section {@code storage}. */
  public StorageSection storage() {
    return new StorageSection(
        get(Options.STORAGE_URL), get(Options.STORAGE_USER), get(Options.STORAGE_PASSWORD));
  }

  /** Returns the section {@code models}. */
  public ModelsSection models() {
    return new ModelsSection(
        get(Options.MODELS_DEFAULT),
        get(Options.MODELS_ADAPTER),
        get(Options.MODELS_ADAPTERS),
        get(Options.MODELS_MAX_LOADED),
        get(Options.MODELS_MEMORY_BUDGET));
  }

  /** Returns the section {@code engine}. */
  public EngineSection engine() {
    return new EngineSection(
        get(Options.ENGINE_THREADS),
        get(Options.ENGINE_CONTEXT),
        get(Options.ENGINE_KERNELS),
        get(Options.ENGINE_PARALLEL),
        get(Options.ENGINE_SPECULATION),
        get(Options.ENGINE_CACHE_TYPE),
        get(Options.ENGINE_REPACK),
        get(Options.ENGINE_CACHE_FOLDER),
        get(Options.ENGINE_CACHE_FOLDER_MB),
        get(Options.ENGINE_DRAFT),
        get(Options.ENGINE_TIMEOUT_SECONDS),
        get(Options.ENGINE_MAX_TIMEOUT_SECONDS),
        get(Options.ENGINE_ISOLATION),
        get(Options.ENGINE_SHARED_PROMPTS));
  }

  /** Returns the section {@code chat}. */
  public ChatSection chat() {
    return new ChatSection(
        get(Options.CHAT_FEEDBACK_REASONS),
        get(Options.CHAT_DELETED_KEPT_DAYS),
        get(Options.CHAT_HEARTBEAT_SECONDS));
  }

  /** Returns the section {@code sharing}. */
  public SharingSection sharing() {
    return new SharingSection(
        get(Options.SHARING_ALLOWED), get(Options.SHARING_PUBLIC), get(Options.SHARING_MAX_DAYS));
  }

  /** Returns the section {@code attachments}. */
  public AttachmentsSection attachments() {
    return new AttachmentsSection(
        get(Options.ATTACHMENTS_MAX_BYTES), get(Options.ATTACHMENTS_MAX_SECONDS));
  }

  /** Returns the section {@code import}. */
  public ImportSection imports() {
    return new ImportSection(get(Options.IMPORT_MAX_BYTES));
  }

  /** Returns the section {@code backup}. */
  public BackupSection backup() {
    return new BackupSection(get(Options.BACKUP_KEEP));
  }

  /** Returns how many options are set, and no value: some are secrets. */
  @Override
  public String toString() {
    return "Configuration[%d set]".formatted(settings.size());
  }
}
