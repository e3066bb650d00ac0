package dev.chatwright.inference;

import dev.chatwright.inference.Network.Feed;
import dev.chatwright.model.AdapterWeights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one step computes: the next token of every reply, then parts of the prompts that are not yet
 * in, as many rows as there may be.
 *
 * <p>The prompt with the fewest tokens left goes first, because then the replies begin soonest on
 * average; the one that has been at it longest has a quarter of the rows whatever comes, so that it
 * gets there too. Confined to the engine's thread.
 */
final class StepPlan {
  private static final int SHARE_OF_OLDEST = 4;

  private final List<Turn> turns = new ArrayList<>();
  private int rows;

  private StepPlan() {}

  /**
   * Plans a step. One reply that is alone may be given guessed tokens.
   *
   * @param active in the order in which they began
   * @param maxRows at least as many as there are replies
   */
  static StepPlan of(List<Reply> active, int maxRows, DraftLength draft) {
    StepPlan plan = new StepPlan();
    for (Reply reply : byAdapter(active.stream().filter(Reply::isDecoding).toList())) {
      plan.add(reply, active.size() == 1 ? reply.feedWithGuess(draft) : reply.feed(1), true);
    }
    plan.addPrompts(active.stream().filter(reply -> !reply.isDecoding()).toList(), maxRows);
    return plan;
  }

  /**
   * Puts replies of the same adapter side by side, so that it changes their rows as one product.
   */
  private static List<Reply> byAdapter(List<Reply> replies) {
    Map<AdapterWeights, List<Reply>> groups = new LinkedHashMap<>();
    for (Reply reply : replies) {
      groups.computeIfAbsent(reply.adapter(), _ -> new ArrayList<>()).add(reply);
    }
    return groups.values().stream().flatMap(List::stream).toList();
  }

  private void addPrompts(List<Reply> prompts, int maxRows) {
    if (prompts.isEmpty()) {
      return;
    }
    Reply oldest = prompts.getFirst();
    List<Reply> order = new ArrayList<>(prompts);
    order.sort(Comparator.comparingInt(Reply::pending)); // stable: of equal ones the older
    List<Reply> chosen = new ArrayList<>();
    int reserved = Math.min(oldest.pending(), Math.ceilDiv(maxRows - rows, SHARE_OF_OLDEST));
    for (Reply reply : order) {
      int room = maxRows - rows - (reply.equals(oldest) ? 0 : reserved);
      if (room > 0 && prompts.stream().noneMatch(other -> waitsFor(reply, other, chosen))) {
        add(reply, reply.feed(room), false);
        chosen.add(reply);
      }
      reserved = reply.equals(oldest) ? 0 : reserved;
    }
  }

  /** Whether another is at what this one needs next, or has its turn before in this step. */
  private static boolean waitsFor(Reply reply, Reply other, List<Reply> chosen) {
    return !reply.equals(other)
        && reply.comesAfter(other)
        && (other.length() > reply.length() || chosen.contains(other));
  }

  private void add(Reply reply, Feed feed, boolean decoding) {
    turns.add(new Turn(reply, feed, rows, decoding));
    rows += feed.tokens().length;
  }

  /** Returns all turns, those of decoding replies first. */
  List<Turn> turns() {
    return turns;
  }

  List<Feed> feeds() {
    return turns.stream().map(Turn::feed).toList();
  }

  /** Returns the rows of the only reply there is, if it is decoding; else 0. */
  int rowsOfOnlyReply() {
    return turns.size() == 1 && turns.getFirst().decoding() ? rows : 0;
  }

  /** Returns how many blocks more the step takes. */
  int blocks() {
    return turns.stream().mapToInt(turn -> turn.reply().blocksFor(turn.rows())).sum();
  }
}
