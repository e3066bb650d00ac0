package dev.chatwright.dialogue;

import dev.chatwright.dialogue.ContextPlan.Fits;
import dev.chatwright.dialogue.ContextPlan.NeedsSummary;
import dev.chatwright.dialogue.ContextPlan.Part;
import dev.chatwright.dialogue.ContextPlan.TooLong;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Divides a model's context among instructions, attachments, summary and messages. Confined to one
 * thread.
 *
 * <p>Instructions and the last exchange are needed in full. Attachments may take half of the room,
 * and more where the messages leave it free. What is left is the messages' share: above it they
 * must be summarised. A summary keeps the newest messages that fill at most 60 % of the share and
 * is itself at most 15 % of it, so that one that was just made never asks for the next. A summary
 * that is too long, made for a larger model, is left out, and its messages are summarised anew.
 */
public final class ContextPlanner {
  private static final double KEPT = 0.6;
  private static final double SUMMARY = 0.15;

  /** Far above any context; sums end here instead of overflowing. */
  static final int MOST_TOKENS = 1 << 28;

  private final ContextRequest request;
  private final TokenCounter counter;
  private final List<Turn> turns;
  private final int[] turnTokens;
  private final int[] tokensFrom;
  private final int room;
  private final int system;
  private final int summary;
  private final int lastExchange;

  private ContextPlanner(ContextRequest request, TokenCounter counter) {
    this.request = request;
    this.counter = counter;
    room = request.window().room();
    turns = request.openTurns();
    turnTokens = turns.stream().mapToInt(this::tokens).toArray();
    tokensFrom = sumsToTheEnd(turnTokens);
    system = framed(request.system());
    summary = request.applicableSummary().map(Summary::promptText).map(this::framed).orElse(0);
    lastExchange = tokensFrom[startOfLastExchange()];
  }

  /** Returns what the model can be given. */
  public static ContextPlan plan(ContextRequest request, TokenCounter counter) {
    return new ContextPlanner(request, counter).plan();
  }

  private int tokens(Turn turn) {
    return Math.min(MOST_TOKENS, counter.count(turn.text()) + request.window().turnOverhead());
  }

  private int framed(String text) {
    return text.isEmpty() ? 0 : counter.count(text) + request.window().turnOverhead();
  }

  private static int[] sumsToTheEnd(int[] tokens) {
    int[] sums = new int[tokens.length + 1];
    for (int i = tokens.length - 1; i >= 0; i--) {
      sums[i] = Math.min(MOST_TOKENS, sums[i + 1] + tokens[i]);
    }
    return sums;
  }

  private int startOfLastExchange() {
    int start = turns.size() - 1;
    while (start > 0 && turns.get(start).role() != Role.USER) {
      start--;
    }
    return Math.max(start, 0);
  }

  private ContextPlan plan() {
    Optional<TooLong> tooLong = tooLong();
    if (tooLong.isPresent()) {
      return tooLong.get();
    }
    if (system + summary + lastExchange > room) {
      return plan(request.withoutSummary(), counter);
    }
    AttachmentShare files = new AttachmentShare(request.attachments(), counter);
    int share = turnShare(files);
    if (summary + tokensFrom[0] > share) {
      Optional<NeedsSummary> round = summarise(share);
      if (round.isPresent()) {
        return round.get();
      }
    }
    return fits(files);
  }

  private Optional<TooLong> tooLong() {
    if (system > room) {
      return Optional.of(new TooLong(Part.SYSTEM, system, room));
    }
    if (system + lastExchange > room) {
      return Optional.of(new TooLong(Part.LAST_EXCHANGE, lastExchange, room - system));
    }
    return Optional.empty();
  }

  /** What the messages and their summary may have when the attachments claim their half. */
  private int turnShare(AttachmentShare files) {
    int unclaimed = room - system - summary - lastExchange;
    int claimed = Math.min(files.wholeTokens(), Math.min(room / 2, unclaimed));
    return room - system - claimed;
  }

  private Optional<NeedsSummary> summarise(int share) {
    int cut = firstKept(share);
    if (cut == 0) {
      return Optional.empty();
    }
    int maximum = Math.max(1, (int) (SUMMARY * share) - request.window().turnOverhead());
    return Optional.of(
        new SummaryRound(request, counter, maximum).of(turns.subList(0, cut), turnTokens));
  }

  /** The first message from a person such that all from there on fill at most 60 % of the share. */
  private int firstKept(int share) {
    int last = startOfLastExchange();
    return IntStream.range(0, last)
        .filter(index -> turns.get(index).role() == Role.USER)
        .filter(index -> tokensFrom[index] <= KEPT * share)
        .findFirst()
        .orElse(last);
  }

  private ContextPlan fits(AttachmentShare files) {
    int left = room - system - summary - tokensFrom[0];
    List<AttachmentExcerpt> excerpts = files.within(left);
    ContextWindow window = request.window();
    ContextGauge gauge =
        new ContextGauge(
            window.length(),
            system,
            files.tokens(excerpts),
            summary,
            tokensFrom[0],
            window.reserve());
    return new Fits(request.system(), excerpts, request.applicableSummary(), turns, gauge);
  }
}
