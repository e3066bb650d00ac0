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
 * @param publicTokens how many tokens of the beginning the salt does not keep apart
 */
public record CacheScope(String adapter, String salt, int publicTokens) {
  /** The scope of all requests that say nothing. */
  public static final CacheScope SHARED = new CacheScope("", "", 0);

  /** Returns the scope of a request. */
  static CacheScope of(RequestTerms terms, Optional<AttachedAdapter> adapter) {
    return new CacheScope(
        adapter.map(AttachedAdapter::scope).orElse(""), terms.salt(), terms.publicTokens());
  }

  /**
   * Returns what keeps the block apart that begins at a position: nothing if all of it is public.
   */
  String saltAt(int position) {
    return position + Network.BLOCK_POSITIONS <= publicTokens ? "" : salt;
  }
}
