package dev.chatwright.dialogue;

import dev.chatwright.dialogue.ContextPlan.NeedsSummary;
import java.util.List;
import java.util.Optional;

/**
 * Chooses how many messages one prompt for a summary can hold. Confined to one thread.
 *
 * <p>A conversation that grew with a larger model, or was imported, can be longer than the context
 * many times over; it is summarised in rounds.
 */
final class SummaryRound {
  /** "Person: " or "Assistant: " and the empty line after a message. */
  private static final int LABEL_TOKENS = 6;

  private static final String LEFT_OUT = "\n[… the middle of this message was left out …]\n";

  private final Optional<Summary> previous;
  private final TokenCounter counter;
  private final int maximum;
  private final int room;

  SummaryRound(ContextRequest request, TokenCounter counter, int maximum) {
    this.previous = request.applicableSummary();
    this.counter = counter;
    this.maximum = maximum;
    TaskPrompt frame = SummaryTask.frame(previous, maximum);
    int taken = counter.count(frame.system()) + counter.count(frame.user());
    room = request.window().length() - maximum - taken - 2 * request.window().turnOverhead();
  }

  /** The round's messages: as many from the front as the prompt holds, and never none. */
  NeedsSummary of(List<Turn> turns, int[] tokens) {
    int count = 0;
    int left = room;
    while (count < turns.size() && tokens[count] + LABEL_TOKENS <= left) {
      left -= tokens[count] + LABEL_TOKENS;
      count++;
    }
    if (count > 0) {
      return round(turns.subList(0, count), false);
    }
    Turn first = turns.getFirst();
    Turn shortened = shortened(first);
    return round(List.of(shortened), !shortened.equals(first));
  }

  private NeedsSummary round(List<Turn> turns, boolean shortened) {
    return new NeedsSummary(previous, turns, shortened, turns.getLast().nodeId(), maximum);
  }

  private Turn shortened(Turn turn) {
    int half = turn.text().length() / 2;
    String text = turn.text();
    while (half > 0 && counter.count(text) + LABEL_TOKENS > room) {
      half -= Math.max(1, half / 4);
      text = start(turn.text(), half) + LEFT_OUT + end(turn.text(), half);
    }
    return new Turn(turn.nodeId(), turn.role(), text);
  }

  private static String start(String text, int characters) {
    boolean splits = characters > 0 && Character.isHighSurrogate(text.charAt(characters - 1));
    return text.substring(0, splits ? characters - 1 : characters);
  }

  private static String end(String text, int characters) {
    int from = text.length() - characters;
    boolean splits = characters > 0 && Character.isLowSurrogate(text.charAt(from));
    return text.substring(splits ? from + 1 : from);
  }
}
