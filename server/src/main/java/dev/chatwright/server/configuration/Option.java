package dev.chatwright.server.configuration;

import java.util.Locale;

/**
 * Something that an operator may set.
 *
 * <p>Immutable; each exists once, in {@link Options}.
 *
 * @param <T> what its value is
 */
public final class Option<T> {
  private final String key;
  private final OptionType<T> type;
  private final T absent;
  private final String description;
  private final boolean secret;

  Option(String key, OptionType<T> type, T absent, String description, boolean secret) {
    this.key = key;
    this.type = type;
    this.absent = absent;
    this.description = description;
    this.secret = secret;
  }

  /** Returns its name: section, dot, name. */
  public String key() {
    return key;
  }

  /** Returns the environment variable that sets it. */
  public String variable() {
    return key.equals("server.api_key")
        ? "CHATWRIGHT_API_KEY" // older than the others
        : "CHATWRIGHT_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** Returns what it does, in a sentence. */
  public String description() {
    return description;
  }

  /** Returns whether its value must not be shown. */
  public boolean isSecret() {
    return secret;
  }

  String section() {
    return key.substring(0, key.indexOf('.'));
  }

  OptionType<T> type() {
    return type;
  }

  T absent() {
    return absent;
  }

  String shownDefault() {
    String text = type.write(absent);
    return text.isEmpty() ? "none" : text;
  }

  @Override
  public String toString() {
    return key;
  }
}
