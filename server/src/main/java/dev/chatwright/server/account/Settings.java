package dev.chatwright.server.account;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.TimeOrderedIds;
import dev.chatwright.server.vault.Place;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What follows a person from browser to browser. Stored sealed, as the system prompt may tell much.
 *
 * <p>Safe for use by several threads.
 */
public final class Settings {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final Set<String> THEMES = Set.of("system", "light", "dark", "contrast");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}");
  private static final int MAX_MODEL = 200;
  private static final int MAX_PROMPT = 100_000;
  private static final int MAX_TOKENS = 1_000_000;
  private static final double MAX_TEMPERATURE = 2;
  private static final Set<String> NAMES =
      Set.of(
          "language",
          "theme",
          "streaming",
          "speed_shown",
          "follow_ups",
          "titles",
          "persona_id",
          "model",
          "temperature",
          "max_tokens",
          "system_prompt");

  private final Database database;
  private final Vault vault;

  /** Creates the settings over a database. */
  public Settings(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** Returns what a person has set. */
  public Map<String, Object> of(String personId) {
    return opened(personId, database.read(sql -> sealed(sql, personId)));
  }

  /**
   * Changes what is named: null takes a setting back, what is not named stays.
   *
   * @throws ApiException if a field is unknown or a value not allowed
   */
  public Map<String, Object> change(String personId, JsonFields fields) {
    Map<String, @Nullable Object> changes = changes(fields);
    return database.write(
        sql -> {
          Map<String, Object> settings = opened(personId, sealed(sql, personId));
          changes.forEach((name, value) -> put(settings, name, value));
          sql.sql("update person set settings = ? where id = ?")
              .params(vault.seal(place(personId), JSON.writeValueAsBytes(settings)), personId)
              .update();
          return settings;
        });
  }

  private static void put(Map<String, Object> settings, String name, @Nullable Object value) {
    if (value == null) {
      settings.remove(name);
    } else {
      settings.put(name, value);
    }
  }

  // An empty array stands for a column without a value.
  private static byte[] sealed(JdbcClient sql, String personId) {
    return sql.sql("select settings from person where id = ?")
        .param(personId)
        .query((row, _) -> orEmpty(row.getBytes(1)))
        .single();
  }

  private static byte[] orEmpty(byte @Nullable [] sealed) {
    return sealed == null ? new byte[0] : sealed;
  }

  private Map<String, Object> opened(String personId, byte[] sealed) {
    String settings =
        vault.openIfSound(place(personId), sealed.length == 0 ? null : sealed, Purpose.SHOW);
    return settings.isEmpty() ? new LinkedHashMap<>() : JSON.readValue(settings, MAP);
  }

  private static Place place(String personId) {
    return SealedColumn.PERSON_SETTINGS.of(personId, personId);
  }

  private static Map<String, @Nullable Object> changes(JsonFields fields) {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    for (String name : fields.given()) {
      if (!NAMES.contains(name)) {
        throw fields.unknown(name);
      }
      changes.put(name, fields.find(name).isEmpty() ? null : value(name, fields));
    }
    return changes;
  }

  private static Object value(String name, JsonFields fields) {
    return switch (name) {
      case "language" -> matching(name, fields, LANGUAGE, "a language tag such as de or pt-BR");
      case "theme" -> oneOf(name, fields);
      case "persona_id" -> id(name, fields);
      case "model" -> text(name, fields, MAX_MODEL);
      case "system_prompt" -> text(name, fields, MAX_PROMPT);
      case "temperature" -> fields.number(name, 0, MAX_TEMPERATURE).orElseThrow();
      case "max_tokens" -> fields.integer(name, 1, MAX_TOKENS).orElseThrow();
      default -> fields.flag(name, false);
    };
  }

  private static String text(String name, JsonFields fields, int most) {
    String text = fields.requireText(name);
    if (text.length() > most) {
      throw refused(
          name, fields, "must have at most %d letters, got %d".formatted(most, text.length()));
    }
    return text;
  }

  private static String matching(String name, JsonFields fields, Pattern form, String expected) {
    String text = fields.requireText(name);
    if (text.length() > MAX_MODEL || !form.matcher(text).matches()) {
      throw refused(name, fields, "must be " + expected);
    }
    return text;
  }

  private static String oneOf(String name, JsonFields fields) {
    String text = fields.requireText(name);
    if (!THEMES.contains(text)) {
      throw refused(name, fields, "must be system, light, dark or contrast");
    }
    return text;
  }

  private static String id(String name, JsonFields fields) {
    String text = fields.requireText(name);
    if (!TimeOrderedIds.isId(text)) {
      throw refused(name, fields, "must be an id");
    }
    return text;
  }

  private static ApiException refused(String name, JsonFields fields, String expected) {
    return ApiException.badField(
        fields.path(name), "'%s' %s".formatted(fields.path(name), expected));
  }
}
