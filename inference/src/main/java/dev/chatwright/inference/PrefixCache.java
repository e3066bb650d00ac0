package dev.chatwright.inference;

import dev.chatwright.inference.Network.CachedSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The sequences of the last conversations, kept because the next request often goes on from one.
 *
 * <p>Confined to the engine's thread.
 */
final class PrefixCache {
  private static final int MAX_CONVERSATIONS = 4;

  private final List<Entry> entries = new ArrayList<>(); // the least recently used first

  @SuppressWarnings("ArrayRecordComponent") // compared by prefix only
  private record Entry(String scope, int[] tokens, CachedSequence sequence) {
    int commonWith(int[] prompt) {
      int difference = Arrays.mismatch(tokens, prompt);
      return difference < 0 ? tokens.length : difference;
    }
  }

  /**
   * Takes out the sequence that shares the longest beginning with a prompt, cut to what they share;
   * at least one token of the prompt is left to compute.
   *
   * @param scope what both must share beside tokens: the adapter
   */
  Optional<CachedSequence> take(String scope, int[] prompt) {
    int best = -1;
    int longest = 0;
    for (int i = 0; i < entries.size(); i++) {
      int common = Math.min(entries.get(i).commonWith(prompt), prompt.length - 1);
      boolean sameScope = entries.get(i).scope.equals(scope);
      if (sameScope && common > longest && isWorthTaking(i, common)) {
        best = i;
        longest = common;
      }
    }
    if (best < 0) {
      return Optional.empty();
    }
    CachedSequence sequence = entries.remove(best).sequence;
    sequence.truncate(longest);
    return Optional.of(sequence);
  }

  /** Another conversation that shares only its system prompt is not worth being lost for this. */
  private boolean isWorthTaking(int index, int common) {
    boolean nextToGo = index == 0 && entries.size() == MAX_CONVERSATIONS;
    return nextToGo || 2 * common >= entries.get(index).tokens.length;
  }

  /**
   * Keeps a sequence.
   *
   * @param tokens what it holds, as many as it is long
   */
  void put(String scope, int[] tokens, CachedSequence sequence) {
    if (entries.size() == MAX_CONVERSATIONS) {
      evict();
    }
    entries.add(new Entry(scope, tokens, sequence));
  }

  /** Gives up the least recently used sequence and returns whether there was one. */
  boolean evict() {
    if (entries.isEmpty()) {
      return false;
    }
    entries.removeFirst().sequence.close();
    return true;
  }

  /** Returns the positions that are kept. */
  long positions() {
    return entries.stream().mapToLong(entry -> entry.sequence.length()).sum();
  }

  /** Gives up all sequences. */
  void clear() {
    entries.forEach(entry -> entry.sequence.close());
    entries.clear();
  }
}
