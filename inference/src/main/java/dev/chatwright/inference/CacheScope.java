package dev.chatwright.inference;

import dev.chatwright.inference.spill.BlockPath;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

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
 * @param mayBeWritten whether what is computed may be written to the disk, sealed
 */
public record CacheScope(String adapter, String salt, int publicTokens, boolean mayBeWritten) {
  /** The scope of all requests that say nothing. */
  public static final CacheScope SHARED = new CacheScope("", "", 0, true);

  /** Returns the scope of a request. */
  static CacheScope of(GenerationRequest request, Optional<AttachedAdapter> adapter) {
    RequestTerms terms = request.terms();
    return new CacheScope(
        adapter.map(AttachedAdapter::scope).orElse(""),
        terms.salt(),
        terms.publicTokens(),
        terms.mayBeWritten() && !request.logProbabilities().prompt());
  }

  /** Returns the first blocks of a prompt. */
  BlockPath path(int[] tokens, int blocks) {
    return new BlockPath(
        adapter,
        IntStream.range(0, blocks).mapToObj(i -> saltAt(i * Network.BLOCK_POSITIONS)).toList(),
        Arrays.copyOf(tokens, blocks * Network.BLOCK_POSITIONS));
  }

  /**
   * Returns what keeps the block apart that begins at a position: nothing if all of it is public.
   */
  String saltAt(int position) {
    return position + Network.BLOCK_POSITIONS <= publicTokens ? "" : salt;
  }
}
