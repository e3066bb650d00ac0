package dev.chatwright.server.security;

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
  /** Invite and deactivate people, see the configuration and the server's health. */
  ADMINISTER
}
