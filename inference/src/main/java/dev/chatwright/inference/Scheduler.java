package dev.chatwright.inference;

import dev.chatwright.inference.BlockCache.Kept;
import dev.chatwright.inference.RequestQueue.Waiting;
import dev.chatwright.inference.spill.ModelBlocks;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Several replies computed in turns: each step is one forward pass over the next token of every
 * reply and a part of the prompts that are not yet in.
 *
 * <p>A reply that has to make way for another, or for whose growth there is no memory, is paused:
 * what it has computed stays in the cache as long as it can, and it goes on later as if nothing had
 * been. Confined to the engine's thread.
 */
final class Scheduler {
  private final Network network;
  private final int parallel;
  private final int maxBlocks;
  private final BlockCache cache;
  private final TokenChoice choice;
  private final Breakdown breakdown;
  private final Pace pace = new Pace();
  private final DraftLength draft;
  private final List<Reply> active = new ArrayList<>(); // in the order in which they began
  private final List<Reply> paused = new ArrayList<>(); // the next to go on first

  /**
   * Creates a scheduler without replies.
   *
   * @param parallel the most replies computed at the same time
   * @param maxPositions how many positions all sequences together may hold; at least one whole
   *     context
   * @param speculation whether tokens are guessed
   * @param disk where blocks go for which there is no memory, if anywhere
   * @param breakdown is told what fails
   */
  Scheduler(
      Network network,
      int parallel,
      long maxPositions,
      Speculation speculation,
      Optional<ModelBlocks> disk,
      Breakdown breakdown) {
    this.draft = new DraftLength(network.givesSameBitsInAnyBatch() ? speculation : Speculation.OFF);
    this.network = network;
    this.parallel = Math.min(parallel, network.maxRows());
    this.maxBlocks = blocks(Math.max(maxPositions, network.contextLength()));
    this.cache = new BlockCache(network, disk);
    this.choice = new TokenChoice(network);
    this.breakdown = breakdown;
  }

  private static int blocks(long positions) {
    return (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(positions, Network.BLOCK_POSITIONS));
  }

  boolean isIdle() {
    return active.isEmpty() && paused.isEmpty();
  }

  int count() {
    return active.size() + paused.size();
  }

  /** Returns how many of a person's replies are being computed. */
  int running(String person) {
    return (int) active.stream().filter(reply -> reply.person().equals(person)).count();
  }

  Pace pace() {
    return pace;
  }

  CacheStatus cacheStatus() {
    return cache.status(maxBlocks);
  }

  /**
   * What somebody wants who is not being computed.
   *
   * @param reuse whether what others have computed will do
   */
  record Claim(RequestTerms terms, CacheScope scope, TokenList tokens, boolean reuse) {
    static Claim of(Waiting one) {
      GenerationRequest request = one.request();
      return new Claim(
          request.terms(), one.scope(), one.tokens(), !request.logProbabilities().prompt());
    }

    static Claim of(Reply reply) {
      return new Claim(reply.terms(), reply.scope(), reply.tokens(), !reply.wantsPromptRows());
    }
  }

  /**
   * Takes in blocks of a prompt that were read from the disk.
   *
   * @param contents by their place; none to find out what is here
   * @return how many of the first blocks are here now
   */
  int takeIn(
      CacheScope scope,
      TokenList prompt,
      List<String> names,
      Map<Integer, MemorySegment> contents) {
    return cache.takeIn(
        scope, prompt, names, contents, () -> network.blocksInUse() < maxBlocks || cache.evict());
  }

  /** Returns whether a request may begin, for which others may have had to make way. */
  boolean admits(Waiting one) {
    if (active.isEmpty() && paused.isEmpty()) {
      return true;
    }
    Claim claim = Claim.of(one);
    return paused.stream().allMatch(other -> goesBefore(claim.terms(), other)) && findsRoom(claim);
  }

  /** Returns whether there is room, for which others may have had to make way. */
  private boolean findsRoom(Claim claim) {
    return hasRoomFor(claim) || makeWay(claim);
  }

  private boolean hasRoomFor(Claim claim) {
    return active.isEmpty() || (active.size() < parallel && lackingBlocks(claim) <= 0);
  }

  /** Returns how many blocks there are too few to take in a prompt, or less than 1. */
  private int lackingBlocks(Claim claim) {
    Kept kept = claim.reuse() ? cache.kept(claim.scope(), claim.tokens()) : Kept.NOTHING;
    int needed = blocks(claim.tokens().size()) - kept.blocks();
    int promised = active.stream().mapToInt(other -> other.blocksFor(other.pending())).sum();
    return needed + promised - (freeBlocks() - kept.idle());
  }

  private int freeBlocks() {
    return maxBlocks - network.blocksInUse() + cache.idleBlocks();
  }

  /** Whether one may take the place of another: before jobs, and before somebody's second reply. */
  private boolean goesBefore(RequestTerms terms, Reply other) {
    int order = terms.priority().compareTo(other.terms().priority());
    int othersMore = running(other.person()) - (active.contains(other) ? 1 : 0);
    return order < 0 || (order == 0 && running(terms.requester().person()) == 0 && othersMore > 0);
  }

  /** Pauses as few others as will do, the least important and youngest first. */
  private boolean makeWay(Claim claim) {
    List<Reply> candidates =
        active.reversed().stream()
            .filter(other -> goesBefore(claim.terms(), other))
            .sorted(leastImportant())
            .toList();
    int slots = active.size() + 1 - parallel;
    if (candidates.size() < Math.max(1, slots)) {
      return false;
    }
    int lacking = lackingBlocks(claim);
    List<Reply> leaving = new ArrayList<>();
    for (Reply other : candidates) {
      if ((slots > 0 || lacking > 0) && maySpare(other, leaving, claim.terms())) {
        leaving.add(other);
        slots--;
        lacking -= other.ownBlocks() + other.blocksFor(other.pending());
      }
    }
    boolean enough = slots <= 0 && lacking <= 0;
    if (enough) {
      leaving.forEach(this::pause);
    }
    return enough;
  }

  /** Jobs go whoever's they are; of a person's replies one is left. */
  private boolean maySpare(Reply reply, List<Reply> leaving, RequestTerms claimant) {
    if (claimant.priority().compareTo(reply.terms().priority()) < 0) {
      return true;
    }
    long gone = leaving.stream().filter(it -> it.person().equals(reply.person())).count();
    return running(reply.person()) - gone > 1;
  }

  /** Orders jobs before chats, and then whoever has more replies before whoever has fewer. */
  private Comparator<Reply> leastImportant() {
    return Comparator.<Reply, Priority>comparing(reply -> reply.terms().priority())
        .thenComparingInt(reply -> running(reply.person()))
        .reversed();
  }

  private void pause(Reply reply) {
    paused.addFirst(reply); // first, so that it is told whatever fails
    active.remove(reply);
    reply.releaseSequence();
    paused.sort(Comparator.comparing(other -> other.terms().priority()));
  }

  /**
   * Begins a reply that {@link #admits} has let in. One for which there is no memory ends alone,
   * and the others go on.
   */
  void begin(Reply reply) {
    active.add(reply); // first, so that it is told whatever else fails
    try {
      reply.use(cache.begin(reply.scope(), reply.tokens(), !reply.wantsPromptRows()));
    } catch (RuntimeException | Error failure) {
      reply.fail(String.valueOf(failure.getMessage()));
      active.remove(reply);
      breakdown.say("has no memory to go on with a reply", failure);
    }
  }

  /**
   * Computes one step of every reply there is room for.
   *
   * @param now by the engine's clock
   * @param urgent whether somebody waits for whom jobs have to make way
   */
  void step(long now, boolean urgent) {
    endCancelled(now);
    resume(urgent);
    StepPlan plan = makeRoom();
    if (plan.turns().isEmpty()) {
      return;
    }
    long started = System.nanoTime();
    network.forward(plan.feeds());
    int rows = plan.rowsOfOnlyReply();
    if (rows > 0) {
      Turn turn = plan.turns().getFirst();
      turn.reply().acceptGuessed(turn.feed().tokens(), network.logits(0, rows));
    } else {
      distribute(plan.turns());
    }
    long duration = System.nanoTime() - started;
    pace.noteStep(duration);
    pace.noteRows(plan.turns().stream().mapToInt(Turn::rows).sum(), duration);
    if (rows > 0) {
      draft.note(rows, duration);
    }
    breakdown.note(plan.turns());
    publish(plan.turns());
    retire();
    pace.estimate(active);
  }

  private void endCancelled(long now) {
    active.forEach(reply -> endIfOver(reply, now));
    retire();
    paused.forEach(reply -> endIfOver(reply, now));
    paused.removeIf(Reply::isFinished);
  }

  private static void endIfOver(Reply reply, long now) {
    if (reply.isCancelled()) {
      reply.finish(FinishReason.CANCELLED, Optional.empty());
    } else if (reply.isLate(now)) {
      reply.finish(FinishReason.DEADLINE, Optional.of(late(reply.request())));
    }
  }

  /** Returns what a request is told whose time is over. */
  static String late(GenerationRequest request) {
    return "the reply was not finished within %d ms"
        .formatted(request.terms().timeLimit().orElseThrow().toMillis());
  }

  private void resume(boolean urgent) {
    for (Reply reply : List.copyOf(paused)) { // a small one need not wait for a large one
      if (mayGoOn(reply, urgent)) {
        begin(reply);
        paused.remove(reply); // last, so that it is told whatever fails
      }
    }
  }

  private boolean mayGoOn(Reply reply, boolean urgent) {
    return !(urgent && reply.terms().priority() == Priority.JOB) && findsRoom(Claim.of(reply));
  }

  /** Gives up kept blocks, then pauses the least important, until the step fits. */
  private StepPlan makeRoom() {
    active.stream().filter(reply -> !reply.isDecoding()).forEach(Reply::follow);
    while (true) {
      StepPlan plan = StepPlan.of(active, network.maxRows(), draft);
      while (plan.blocks() > maxBlocks - network.blocksInUse() && cache.evict()) {
        // The next one, until it is enough.
      }
      if (plan.blocks() <= maxBlocks - network.blocksInUse() || active.size() <= 1) {
        return plan; // one context always fits
      }
      pause(active.reversed().stream().sorted(leastImportant()).findFirst().orElseThrow());
    }
  }

  private void distribute(List<Turn> turns) {
    turns.stream().filter(turn -> !turn.decoding()).forEach(this::distributePrompt);
    turns.forEach(turn -> turn.reply().notePromptIfComplete());
    // All at once: each product with the head reads all of it.
    List<Turn> complete = turns.stream().filter(turn -> turn.reply().wantsToken()).toList();
    for (int from = 0; from < complete.size(); from += Network.LOGIT_ROWS) {
      int to = Math.min(from + Network.LOGIT_ROWS, complete.size());
      choose(complete.subList(from, to));
    }
  }

  private void choose(List<Turn> turns) {
    List<Reply> replies = turns.stream().map(Turn::reply).toList();
    Tensor logits = network.logits(turns.stream().mapToInt(turn -> turn.endRow() - 1).toArray());
    List<TokenChoice.Choice> choices = choice.choose(replies, logits);
    for (int i = 0; i < replies.size(); i++) {
      switch (choices.get(i)) {
        case TokenChoice.Token(int token) -> replies.get(i).accept(token, logits, i);
        case TokenChoice.NoNumbers(String reason) -> replies.get(i).fail(reason);
      }
    }
  }

  private void distributePrompt(Turn turn) {
    Reply reply = turn.reply();
    reply.countComputed(turn.rows());
    if (reply.wantsPromptRows()) {
      int firstPosition = reply.length() - turn.rows();
      for (int from = turn.firstRow(); from < turn.endRow(); from += Network.LOGIT_ROWS) {
        int to = Math.min(from + Network.LOGIT_ROWS, turn.endRow());
        Tensor logits = network.logits(from, to);
        for (int row = from; row < to; row++) {
          reply.acceptPromptRow(logits, row - from, firstPosition + row - turn.firstRow());
        }
      }
    }
  }

  private static void publish(List<Turn> turns) {
    turns.stream().map(Turn::reply).filter(Reply::hasSequence).forEach(Reply::publish);
  }

  /** Leaves to the cache the sequences of replies that have ended, for those that go on. */
  private void retire() {
    for (Reply reply : active) {
      if (reply.isFinished()) {
        reply.releaseSequence();
        pace.noteEnd(reply.replyTokens());
      }
    }
    active.removeIf(Reply::isFinished);
  }

  /** Ends every reply, and writes what has been computed if there is a disk for it. */
  void close(BooleanSupplier mayWrite) {
    end(FinishReason.CANCELLED, Optional.empty());
    cache.writeAll(mayWrite);
    cache.clear();
  }

  /** Ends every reply and forgets every sequence, which a failure may have left half written. */
  void abandon(FinishReason reason, Optional<String> error) {
    end(reason, error);
    cache.clear();
  }

  private void end(FinishReason reason, Optional<String> error) {
    // Those who read are told first: giving memory back may fail as well.
    Stream.concat(active.stream(), paused.stream())
        .filter(reply -> !reply.isFinished())
        .forEach(reply -> reply.finish(reason, error));
    List<Reply> ended = Stream.concat(active.stream(), paused.stream()).toList();
    active.clear();
    paused.clear();
    ended.forEach(Reply::discardSequence);
  }
}
