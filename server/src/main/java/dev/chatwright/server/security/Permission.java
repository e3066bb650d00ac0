package dev.chatwright.server.security;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What somebody may do. Roles and the scopes of API keys are sets of these. */
public enum Permission {
  /** Chat, and everything with one's own conversations. */
  CHAT,
  /** Make links by which others read a conversation. */
  SHARE,
  /** Use the OpenAI-compatible API. */
  API,
  /** Fetch and remove models. */
  MODELS,
  /** Change one's own password, sessions, keys and settings, which no API key may. */
  ACCOUNT,
  /** Invite and deactivate people, see the configuration and the server's health. */
  ADMINISTER;

  /** Returns the word by which the API calls it. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
