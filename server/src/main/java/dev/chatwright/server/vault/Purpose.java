package dev.chatwright.server.vault;

/**
 * Why content is read. Every reading says so, so that later rules (consent, holds, audit) have one
 * place to stand.
 */
public enum Purpose {
  /** To show it to the person whose it is. */
  SHOW,
  /** To find words in it for the person whose it is. */
  SEARCH,
  /** To have the model reply. */
  REPLY,
  /** To show it to those the person shared it with. */
  SHARE,
  /** To give the person a copy of it. */
  EXPORT,
  /** To seal it with a newer key. */
  ROTATE
}
