package dev.chatwright.server.security;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** For whom the server is. */
public enum Mode {
  /** One person on this machine, without signing in. */
  ALONE,
  /** Several people with accounts. */
  TEAM;

  /** Returns the word by which the API calls it. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
