package dev.chatwright.server.configuration;

import dev.chatwright.inference.EngineOptions;
import dev.chatwright.server.model.ReplyTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The table of all options. They are few on purpose: at most {@value #MOST}. */
public final class Options {
  /** The most options there may be. */
  static final int MOST = 60;

  private static final List<Option<?>> TABLE = new ArrayList<>();

  /** The name or address to listen at. Any but this machine's own means a team. */
  public static final Option<String> SERVER_HOST =
      option(
          "server.host",
          new FormType(Pattern.compile("[\\w.:%-]{1,253}"), "a host name or an address"),
          "127.0.0.1",
          "The name or address to listen at. Any but this machine's own means a team.");

  /** The port to listen at; 0 for any free one. */
  public static final Option<Integer> SERVER_PORT =
      option(
          "server.port",
          new NumberType(0, 65_535),
          8080,
          "The port to listen at; 0 for any free one.");

  /** What clients must send as bearer token. */
  public static final Option<String> SERVER_API_KEY =
      secret(
          "server.api_key",
          new TextType(8, 256, true),
          "",
          "What clients must send as bearer token.");

  /** Whether people may sign in over plain HTTP from other machines, which others can read. */
  public static final Option<Boolean> SERVER_INSECURE_HTTP =
      option(
          "server.insecure_http",
          new FlagType(),
          false,
          "Whether people may sign in over plain HTTP from other machines, which others can read.");

  /** Proxies whose word about a client's address is believed. */
  public static final Option<List<String>> SERVER_PROXIES =
      option(
          "server.proxies",
          new ListType(20, new AddressType()),
          List.of(),
          "Addresses of proxies whose word about a client's address is believed.");

  /** Whether people sign in with accounts of their own. */
  public static final Option<Boolean> TEAM_ENABLED =
      option(
          "team.enabled",
          new FlagType(),
          false,
          "Whether people sign in with accounts of their own.");

  /**
   * A PostgreSQL database, as jdbc:postgresql://HOST/NAME; without one, a file in the home folder.
   */
  public static final Option<String> STORAGE_URL =
      option(
          "storage.url",
          new FormType(
              Pattern.compile("|jdbc:postgresql:[!-~]{1,480}"), "jdbc:postgresql://HOST/NAME"),
          "",
          "A PostgreSQL database, as jdbc:postgresql://HOST/NAME; without one, a file in the home"
              + " folder.");

  /** The user of the PostgreSQL database. */
  public static final Option<String> STORAGE_USER =
      option(
          "storage.user", new TextType(1, 100, true), "", "The user of the PostgreSQL database.");

  /** The password of that user. */
  public static final Option<String> STORAGE_PASSWORD =
      secret("storage.password", new TextType(1, 500, true), "", "The password of that user.");

  /** The id or path of the model that answers unless another is asked for. */
  public static final Option<String> MODELS_DEFAULT =
      option(
          "models.default",
          new TextType(1, 1000, false),
          "smollm2-135m-instruct",
          "The id or path of the model that answers unless another is asked for.");

  /** The path of a LoRA adapter that changes that model; none unless set. */
  public static final Option<String> MODELS_ADAPTER =
      option(
          "models.adapter",
          new TextType(1, 1000, true),
          "",
          "The path of a LoRA adapter that changes that model; none unless set.");

  /** Adapters that the same model may be asked for with. */
  public static final Option<List<String>> MODELS_ADAPTERS =
      option(
          "models.adapters",
          new ListType(64, new NamedPathType()),
          List.of(),
          "LoRA adapters that the same model may be asked for with, each as NAME=PATH.");

  /** The most language models in memory at once. */
  public static final Option<Integer> MODELS_MAX_LOADED =
      option(
          "models.max_loaded",
          new NumberType(1, 64),
          3,
          "The most language models in memory at once.");

  /** The most memory for all of them; 0 for half of this machine's. */
  public static final Option<Long> MODELS_MEMORY_BUDGET =
      option(
          "models.memory_budget",
          new BytesType(0, 1L << 44),
          0L,
          "The most memory for all of them, with what each keeps of conversations and the model that guesses"
              + " for it; 0 for half of this machine's.");

  /** How many threads compute; 0 for one for each processor. */
  public static final Option<Integer> ENGINE_THREADS =
      option(
          "engine.threads",
          new NumberType(0, 256),
          0,
          "How many threads compute; 0 for one for each processor.");

  /** How many replies are computed together. */
  public static final Option<Integer> ENGINE_PARALLEL =
      option(
          "engine.parallel",
          new NumberType(1, EngineOptions.MAX_PARALLEL),
          EngineOptions.DEFAULT_PARALLEL,
          "How many replies are computed together; others wait.");

  /** Whether tokens of a reply are guessed from its prompt and computed several at a time. */
  public static final Option<String> ENGINE_SPECULATION =
      option(
          "engine.speculation",
          new ChoiceType(List.of("auto", "off", "always")),
          "auto",
          "Whether a lone reply's next tokens are guessed where they repeat earlier ones; replies"
              + " stay the same.");

  /** How the keys and values of conversations are kept. */
  public static final Option<String> ENGINE_CACHE_TYPE =
      option(
          "engine.cache_type",
          new ChoiceType(List.of("q8", "f16", "f32")),
          "f16",
          "How what a model remembers of a conversation is kept: f16 takes half the memory of f32 and is"
              + " read faster; q8 takes half the memory of f16, rounded to 8 bits.");

  /** Where keys and values go for which there is no memory; nowhere unless set. */
  public static final Option<String> ENGINE_CACHE_FOLDER =
      option(
          "engine.cache_folder",
          new TextType(1, 1000, true),
          "",
          "A folder for what models remember of conversations and have no memory for, sealed, so that it"
              + " is there after a restart, too; none unless set.");

  /** How much may be in that folder. */
  public static final Option<Integer> ENGINE_CACHE_FOLDER_MB =
      option(
          "engine.cache_folder_mb",
          new NumberType(1, 1 << 24),
          4096,
          "How many megabytes that folder may take; what was used least recently is deleted. Where its"
              + " disk has no room for so much at the start, the folder is only read.");

  /** The model that guesses tokens beside the prompts themselves; none unless set. */
  public static final Option<String> ENGINE_DRAFT =
      option(
          "engine.draft",
          new TextType(1, 1000, true),
          "",
          "The id or path of a smaller model that guesses the tokens of a lone reply, too; of"
              + " models with other tokens it guesses nothing; none unless set.");

  /** Whose requests may share what has been computed of a prompt. */
  public static final Option<String> ENGINE_ISOLATION =
      option(
          "engine.isolation",
          new ChoiceType(List.of("person", "key", "none")),
          "person",
          "Whose requests share what was computed of a prompt: one person's, one API key's, or"
              + " (none) everybody's, who then can tell by the time whether anybody has asked the"
              + " same.");

  /** Texts that all may share whatever the isolation. */
  public static final Option<List<String>> ENGINE_SHARED_PROMPTS =
      option(
          "engine.shared_prompts",
          new ListType(20, new TextType(1, 1000, false)),
          List.of(),
          "Files with system prompts that are no secret: what is computed of them is shared by"
              + " all.");

  /** How long a reply may take that is asked for without a time. */
  public static final Option<Integer> ENGINE_TIMEOUT_SECONDS =
      option(
          "engine.timeout_seconds",
          new NumberType(0, ReplyTimes.MOST_SECONDS),
          0,
          "How many seconds a reply may take that is asked for without a time; 0 for as long as it"
              + " takes.");

  /** The longest time that may be asked for, and that any reply takes. */
  public static final Option<Integer> ENGINE_MAX_TIMEOUT_SECONDS =
      option(
          "engine.max_timeout_seconds",
          new NumberType(0, ReplyTimes.MOST_SECONDS),
          0,
          "The most seconds that may be asked for and that any reply takes; 0 for no limit.");

  /** The longest conversation in tokens; 0 for what the model was trained for. */
  public static final Option<Integer> ENGINE_CONTEXT =
      option(
          "engine.context",
          new NumberType(0, 1 << 20),
          0,
          "The longest conversation in tokens; 0 for what the model was trained for.");

  /** The kernels that compute. */
  public static final Option<String> ENGINE_KERNELS =
      option(
          "engine.kernels",
          new ChoiceType(
              List.of(
                  "auto", "amx", "avx512-vnni", "avx2-vnni", "avx512", "avx2", "vector", "scalar")),
          "auto",
          "The kernels that compute. amx and the avx ones round activations to 8 bits; vector keeps"
              + " floats.");

  /** Whether weights are laid out anew when a model is loaded. */
  public static final Option<Boolean> ENGINE_REPACK =
      option(
          "engine.repack",
          new FlagType(),
          true,
          "Whether a model's weights are laid out anew in memory when it is loaded, where the kernels"
              + " gain by it and there is memory; else they are read from the file, which is slower.");

  /** The reasons that people may choose from when they rate a reply. */
  public static final Option<List<String>> CHAT_FEEDBACK_REASONS =
      option(
          "chat.feedback_reasons",
          new ListType(20, new TextType(1, 40, false)),
          List.of(
              "correct",
              "helpful",
              "clear",
              "wrong",
              "not what I asked",
              "incomplete",
              "too long",
              "unsafe",
              "wrong tone"),
          "The reasons that people may choose from when they rate a reply.");

  /** How many days a deleted chat can be restored. */
  public static final Option<Integer> CHAT_DELETED_KEPT_DAYS =
      option(
          "chat.deleted_kept_days",
          new NumberType(1, 3650),
          30,
          "How many days a deleted chat can be restored.");

  /** How often a silent stream says that it lives. */
  public static final Option<Integer> CHAT_HEARTBEAT_SECONDS =
      option(
          "chat.heartbeat_seconds",
          new NumberType(1, 60),
          10,
          "How often a silent stream says that it lives.");

  /** Whether people may share chats by a link. */
  public static final Option<Boolean> SHARING_ALLOWED =
      option("sharing.allowed", new FlagType(), true, "Whether people may share chats by a link.");

  /** Whether such a link opens for people without an account. */
  public static final Option<Boolean> SHARING_PUBLIC =
      option(
          "sharing.public",
          new FlagType(),
          false,
          "Whether such a link opens for people without an account.");

  /** How many days a link works at most. */
  public static final Option<Integer> SHARING_MAX_DAYS =
      option("sharing.max_days", new NumberType(1, 365), 30, "How many days a link works at most.");

  /** The largest file that can be attached. */
  public static final Option<Long> ATTACHMENTS_MAX_BYTES =
      option(
          "attachments.max_bytes",
          new BytesType(1 << 10, 1L << 28),
          25_000_000L,
          "The largest file that can be attached.");

  /** How long reading an attached file may take. */
  public static final Option<Integer> ATTACHMENTS_MAX_SECONDS =
      option(
          "attachments.max_seconds",
          new NumberType(1, 600),
          20,
          "How long reading an attached file may take.");

  /** The largest export of another product that can be imported. */
  public static final Option<Long> IMPORT_MAX_BYTES =
      option(
          "import.max_bytes",
          new BytesType(1 << 20, 1L << 40),
          2L << 30,
          "The largest export of another product that can be imported.");

  /** How many such copies are kept. */
  public static final Option<Integer> BACKUP_KEEP =
      option(
          "backup.keep",
          new NumberType(1, 100),
          10,
          "How many copies are kept that are made before a new version changes the form of the"
              + " data.");

  private Options() {}

  private static <T> Option<T> option(
      String key, OptionType<T> type, T absent, String description) {
    return add(new Option<>(key, type, absent, description, false));
  }

  private static Option<String> secret(
      String key, OptionType<String> type, String absent, String description) {
    return add(new Option<>(key, type, absent, description, true));
  }

  private static <T> Option<T> add(Option<T> option) {
    TABLE.add(option);
    return option;
  }

  /** Returns all options, section by section. */
  public static List<Option<?>> all() {
    return List.copyOf(TABLE);
  }

  static Optional<Option<?>> find(String key) {
    return all().stream().filter(option -> option.key().equals(key)).findFirst();
  }

  static List<String> sections() {
    return TABLE.stream().map(Option::section).distinct().toList();
  }

  /** Returns the names of a section's options, without the section's. */
  static List<String> names(String section) {
    return TABLE.stream()
        .filter(option -> option.section().equals(section))
        .map(option -> option.key().substring(section.length() + 1))
        .toList();
  }
}
