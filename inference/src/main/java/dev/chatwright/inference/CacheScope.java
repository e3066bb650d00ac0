package dev.chatwright.inference;

import java.util.Optional;

/**
 * Who may share what has been computed of a prompt: requests of the same scope only.
 *
 * <p>What changes the keys and values of the same tokens, as an adapter does, makes another scope;
 * so does a salt for people who must not learn from the time a reply takes what others have asked.
 * Immutable.
 *
 * @param adapter what tells the adapter's content; empty for none
 * @param salt what keeps people apart; empty if all may share
 */
public record CacheScope(String adapter, String salt) {
  /** The scope of all requests that say nothing. */
  public static final CacheScope SHARED = new CacheScope("", "");

  /** Returns the scope of a request. */
  static CacheScope of(RequestTerms terms, Optional<AttachedAdapter> adapter) {
    return new CacheScope(adapter.map(AttachedAdapter::scope).orElse(""), terms.salt());
  }
}
