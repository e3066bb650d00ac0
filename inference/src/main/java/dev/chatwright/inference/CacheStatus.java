package dev.chatwright.inference;

/**
 * The blocks of 64 positions that hold keys and values, and what became of them.
 *
 * <p>Immutable.
 *
 * @param limit how many there may be
 * @param inUse how many there are, those that are only kept included
 * @param cached how many are kept although no reply needs them, until the memory is wanted
 * @param shared how many are read by more than one reply now
 * @param evicted how many have been given up for others, since the model was loaded
 * @param hits how many requests have found a beginning of theirs
 * @param hitTokens how many tokens did not have to be computed for that
 */
public record CacheStatus(
    int limit, int inUse, int cached, int shared, long evicted, long hits, long hitTokens) {
  /** A model without blocks. */
  public static final CacheStatus NONE = new CacheStatus(0, 0, 0, 0, 0, 0, 0);
}
