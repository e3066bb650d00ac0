package dev.chatwright.inference;

import dev.chatwright.inference.Network.CachedSequence;
import dev.chatwright.inference.Network.Feed;
import dev.chatwright.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Several replies computed in turns: each step is one forward pass over the next token of every
 * reply and a part of the prompts that are not yet in.
 *
 * <p>Confined to the engine's thread.
 */
final class Scheduler {
  /** The most replies computed at the same time. */
  static final int MAX_ACTIVE = 8;

  private final Network network;
  private final long maxPositions; // the memory may take a little more, as blocks are not full
  private final PrefixCache cache = new PrefixCache();
  private final List<Reply> active = new ArrayList<>();
  private final Deque<Reply> paused = new ArrayDeque<>();

  /**
   * Creates a scheduler without replies.
   *
   * @param maxPositions how many positions all sequences together may hold; at least one whole
   *     context
   */
  Scheduler(Network network, long maxPositions) {
    this.network = network;
    this.maxPositions = Math.max(maxPositions, network.contextLength());
  }

  /** Returns whether another reply may begin. */
  boolean hasRoomFor(int promptTokens) {
    boolean fits = activePositions() + pendingPositions() + promptTokens <= maxPositions;
    return active.isEmpty() ? paused.isEmpty() : count() < MAX_ACTIVE && paused.isEmpty() && fits;
  }

  boolean isIdle() {
    return active.isEmpty() && paused.isEmpty();
  }

  int count() {
    return active.size() + paused.size();
  }

  private long activePositions() {
    return active.stream().mapToLong(Reply::length).sum();
  }

  private long pendingPositions() {
    return active.stream().mapToLong(Reply::pending).sum();
  }

  /** Begins a reply, from what an earlier one has left in the cache if it can. */
  void begin(Reply reply) {
    active.add(reply); // first, so that a failure to find memory ends it too
    reply.use(sequenceFor(reply));
  }

  private CachedSequence sequenceFor(Reply reply) {
    Optional<CachedSequence> cached =
        reply.wantsPromptRows() ? Optional.empty() : cache.take(reply.scope(), reply.allTokens());
    return cached.orElseGet(network::newSequence);
  }

  /** Computes one step of every reply there is room for. */
  void step() {
    endCancelled();
    resume();
    makeRoom();
    List<Reply> turn = new ArrayList<>();
    List<Feed> feeds = plan(turn);
    if (feeds.isEmpty()) {
      return;
    }
    network.forward(feeds);
    distribute(turn, feeds);
    retire();
  }

  private void endCancelled() {
    for (Reply reply : active) {
      if (reply.isCancelled()) {
        reply.finish(FinishReason.CANCELLED, Optional.empty());
      }
    }
    retire();
    for (Reply reply : paused) {
      if (reply.isCancelled()) {
        reply.finish(FinishReason.CANCELLED, Optional.empty());
      }
    }
    paused.removeIf(Reply::isFinished);
  }

  private void resume() {
    while (!paused.isEmpty() && active.size() < MAX_ACTIVE) {
      int needed = paused.getFirst().allTokens().length;
      if (!active.isEmpty() && activePositions() + pendingPositions() + needed > maxPositions) {
        return;
      }
      begin(paused.removeFirst());
    }
  }

  /** Gives up kept conversations, then pauses the youngest replies, until the step fits. */
  private void makeRoom() {
    while (activePositions() + cache.positions() + nextRows() > maxPositions) {
      if (!cache.evict()) {
        if (active.size() == 1) {
          return; // one context always fits
        }
        Reply youngest = active.removeLast();
        youngest.releaseSequence().ifPresent(CachedSequence::close);
        paused.addFirst(youngest);
      }
    }
  }

  private int nextRows() {
    return (int) Math.min(network.maxRows(), pendingPositions());
  }

  private List<Feed> plan(List<Reply> turn) {
    active.stream().filter(Reply::isDecoding).forEach(turn::add);
    int room = network.maxRows();
    List<Feed> feeds = new ArrayList<>();
    for (Reply reply : turn) {
      feeds.add(reply.feed(1));
      room--;
    }
    for (Reply reply : active) {
      if (room > 0 && !reply.isDecoding()) {
        Feed feed = reply.feed(room);
        feeds.add(feed);
        turn.add(reply);
        room -= feed.tokens().length;
      }
    }
    return feeds;
  }

  private void distribute(List<Reply> turn, List<Feed> feeds) {
    int decoding = 0;
    while (decoding < turn.size()
        && feeds.get(decoding).tokens().length == 1
        && turn.get(decoding).pending() == 0
        && !turn.get(decoding).wantsPromptRows()) {
      decoding++;
    }
    if (decoding > 0) {
      Tensor logits = network.logits(0, decoding);
      for (int i = 0; i < decoding; i++) {
        turn.get(i).acceptLastRow(logits, i);
      }
    }
    int row = decoding;
    for (int i = decoding; i < turn.size(); i++) {
      distributePrompt(turn.get(i), row, row + feeds.get(i).tokens().length);
      row += feeds.get(i).tokens().length;
    }
  }

  private void distributePrompt(Reply reply, int fromRow, int toRow) {
    if (reply.wantsPromptRows()) {
      int firstPosition = reply.length() - (toRow - fromRow);
      for (int from = fromRow; from < toRow; from += Network.LOGIT_ROWS) {
        int to = Math.min(from + Network.LOGIT_ROWS, toRow);
        Tensor logits = network.logits(from, to);
        for (int row = from; row < to; row++) {
          reply.acceptPromptRow(logits, row - from, firstPosition + row - fromRow);
        }
      }
    }
    if (reply.pending() == 0) {
      reply.acceptLastRow(network.logits(toRow - 1, toRow), 0);
    }
  }

  /** Keeps the sequences of replies that have ended, for those that go on from them. */
  private void retire() {
    for (Reply reply : active) {
      if (reply.isFinished() && reply.hasSequence()) {
        int[] held = reply.heldTokens();
        reply.releaseSequence().ifPresent(sequence -> keep(reply.scope(), held, sequence));
      }
    }
    active.removeIf(Reply::isFinished);
  }

  private void keep(String scope, int[] held, CachedSequence sequence) {
    if (held.length == 0) {
      sequence.close();
    } else {
      cache.put(scope, held, sequence);
    }
  }

  /** Ends every reply and forgets every sequence, which a failure may have left half written. */
  void abandon(FinishReason reason, Optional<String> error) {
    for (Reply reply : active) {
      reply.releaseSequence().ifPresent(CachedSequence::close);
    }
    active.addAll(paused);
    paused.clear();
    for (Reply reply : active) {
      if (!reply.isFinished()) {
        reply.finish(reason, error);
      }
    }
    active.clear();
    cache.clear();
  }
}
