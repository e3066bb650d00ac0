package dev.chatwright.server.model;

/** What a model is for. */
public enum ModelKind {
  /** It writes replies. */
  CHAT,
  /** It turns texts into vectors. */
  EMBEDDING
}
