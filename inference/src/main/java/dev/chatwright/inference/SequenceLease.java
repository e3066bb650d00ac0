package dev.chatwright.inference;

import dev.chatwright.inference.BlockCache.Node;
import dev.chatwright.inference.Network.CachedSequence;
import java.util.Arrays;
import java.util.Optional;

/**
 * The sequence of one reply, and the blocks of the cache that it reads.
 *
 * <p>Its full blocks are in the cache as soon as they are computed, so that others may go on from
 * them at once. Confined to the engine's thread.
 */
final class SequenceLease {
  private final BlockCache cache;
  private final CachedSequence sequence;
  private final CacheScope scope;
  private final TokenList tokens;
  private Node node; // that of the last block which the cache and this share
  private int blocks; // how many those are

  /** Whether its next block is in the cache already, computed by another. */
  private boolean apart;

  private boolean found;

  SequenceLease(
      BlockCache cache, CachedSequence sequence, Node root, CacheScope scope, TokenList tokens) {
    this.cache = cache;
    this.sequence = sequence;
    this.node = root;
    this.scope = scope;
    this.tokens = tokens;
    cache.use(root, scope.mayBeWritten());
  }

  CachedSequence sequence() {
    return sequence;
  }

  int length() {
    return sequence.length();
  }

  /** Returns how many blocks nobody else uses. */
  int ownBlocks() {
    return Math.ceilDiv(length(), Network.BLOCK_POSITIONS) - BlockCache.sharedBlocks(node);
  }

  /** Takes over whatever the cache has of the next tokens, and returns how many. */
  int takeOver() {
    int before = length();
    takeOverBlocks();
    if (isAtBlock()) {
      cache
          .closestChild(node, scope, tokens, length())
          .ifPresent(closest -> sequence.adopt(closest.node().block(), closest.positions()));
    }
    return counted(length() - before);
  }

  private int counted(int positions) {
    if (positions > 0) {
      cache.countTakenOver(positions, !found);
      found = true;
    }
    return positions;
  }

  /** Takes over the full blocks of the next tokens that have come since, and returns how many. */
  int follow() {
    int before = length();
    takeOverBlocks();
    return counted(length() - before);
  }

  private void takeOverBlocks() {
    while (!apart) {
      Optional<Node> next = BlockCache.fullChild(node, scope, tokens, end());
      if (next.isEmpty()) {
        return;
      }
      sequence.truncate(end()); // what there is of the block is in the whole one
      sequence.adopt(next.get().block(), Network.BLOCK_POSITIONS);
      advance(next.get());
    }
  }

  private boolean isAtBlock() {
    return !apart && length() == end();
  }

  private int end() {
    return blocks * Network.BLOCK_POSITIONS;
  }

  private void advance(Node next) {
    advance(next, scope.mayBeWritten());
  }

  private void advance(Node next, boolean mayBeWritten) {
    cache.use(next, mayBeWritten);
    node = next;
    blocks++;
  }

  /** Returns whether the other is computing the block that would be computed next here. */
  @SuppressWarnings("ReferenceEquality") // the very node
  boolean comesAfter(SequenceLease other) {
    int from = end();
    int to = from + Network.BLOCK_POSITIONS;
    return !apart
        && !other.apart
        && node == other.node
        && to < tokens.size()
        && to < other.tokens.size()
        && scope.saltAt(from).equals(other.scope.saltAt(from))
        && Arrays.equals(tokens.slice(from, to), other.tokens.slice(from, to));
  }

  /** Forgets positions that turned out not to be of the reply. */
  void truncate(int length) {
    if (length < end()) {
      throw new IllegalStateException("%d positions are shared, not %d".formatted(end(), length));
    }
    sequence.truncate(length);
  }

  /** Lets others have the blocks that have become full. All layers must have written them. */
  void publish() {
    while (!apart && end() + Network.BLOCK_POSITIONS <= length()) {
      int[] block = tokens.slice(end(), end() + Network.BLOCK_POSITIONS);
      String salt = scope.saltAt(end());
      // A block that another has added meanwhile would be held twice if this one moved on to it.
      apart = BlockCache.child(node, salt, block).isPresent();
      if (!apart) {
        advance(cache.add(node, salt, block, () -> sequence.share(blocks)));
      }
    }
  }

  /** Ends the sequence and leaves its blocks to the cache, the last one too. */
  void close() {
    for (int from = end(); from < length(); from += Network.BLOCK_POSITIONS) {
      int to = Math.min(from + Network.BLOCK_POSITIONS, length());
      int[] block = tokens.slice(from, to);
      Node next = cache.add(node, scope.saltAt(from), block, () -> sequence.share(blocks));
      // A part may be the beginning of another's block, which is not ours to allow.
      advance(next, to - from == Network.BLOCK_POSITIONS && scope.mayBeWritten());
    }
    discard();
  }

  /** Ends the sequence; what is not in the cache yet is lost. */
  void discard() {
    sequence.close();
    cache.leave(node);
  }
}
